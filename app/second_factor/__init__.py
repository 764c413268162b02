"""The second factor: six digits from an authenticator app (TOTP, RFC 6238), or a recovery code in its stead."""
