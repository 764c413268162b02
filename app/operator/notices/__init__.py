"""The console's pages of notices (お知らせ)."""
