"""What everybody may do with the account they are logged in with: password, second factor, sessions."""
