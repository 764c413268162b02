"""The console's pages of windows (利用期間)."""
