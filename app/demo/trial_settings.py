"""The settings that the demo takes unless the environment says otherwise: nothing hinders a trial or a load test."""

from collections.abc import MutableMapping
from typing import Final

_MANY: Final = "100000"

TRIAL_SETTINGS: Final = {
    "SHIKAKU_REQUIRE_TOTP": "0",
    "SHIKAKU_ACCOUNT_LOOK_UPS_PER_HOUR": _MANY,
    "SHIKAKU_ACCOUNT_LOOK_UPS_PER_DAY": _MANY,
    "SHIKAKU_INSTITUTION_LOOK_UPS_PER_HOUR": _MANY,
    "SHIKAKU_INSTITUTION_LOOK_UPS_PER_DAY": _MANY,
}
"""By variable."""


def take_trial_settings(environ: MutableMapping[str, str]) -> None:
    """Set those that are not set; an empty variable counts as not set. Workers read the environment anew."""
    for name, value in TRIAL_SETTINGS.items():
        if not environ.get(name, "").strip():
            environ[name] = value
