"""Windows: when, for whom and after which outage the look-up may be used (manual, chapter 1, 1).

A day is a day in Japan. Whoever changes a window does so in a transaction of the audit trail: those run one by one, so
what is checked here still holds when it is written.
"""

from app.windows.changing import change_window, close_all_windows, close_window, open_window
from app.windows.finding import coming_windows_of, find_window, list_windows, open_windows_of, windows_of
from app.windows.outage import Outage, outage_of
from app.windows.state import WindowState, is_open, state_of
from app.windows.window_error import WindowError

__all__ = [
    "Outage",
    "WindowError",
    "WindowState",
    "change_window",
    "close_all_windows",
    "close_window",
    "coming_windows_of",
    "find_window",
    "is_open",
    "list_windows",
    "open_window",
    "open_windows_of",
    "outage_of",
    "state_of",
    "windows_of",
]
