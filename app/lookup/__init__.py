"""資格情報照会（システム障害時）: the form, the list of candidates and the confirmation."""
