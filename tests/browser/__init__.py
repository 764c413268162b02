"""The service as staff meet it: the real pages, by a real Chromium, from a server in a process of its own."""
