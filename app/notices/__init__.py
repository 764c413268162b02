"""お知らせ: what the 実施機関 tells institutions, on the menu and by e-mail (manual, chapter 1, 1)."""
