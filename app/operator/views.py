"""The console's blueprint: everything under `/operator/`."""

from flask import Blueprint

from app.account_pages.views import blueprint as accounts
from app.operator import japan_text
from app.operator.groups.views import blueprint as groups
from app.operator.institutions.views import blueprint as institutions
from app.operator.notices.views import blueprint as notices
from app.operator.overview import blueprint as overview
from app.operator.usage.views import blueprint as usage
from app.operator.windows.listing import STATE_NAMES
from app.operator.windows.views import blueprint as windows
from app.windows import state_of

blueprint = Blueprint("operator", __name__, url_prefix="/operator")
for part in (overview, windows, notices, institutions, groups, accounts, usage):
    blueprint.register_blueprint(part)
japan_text.install(blueprint)
blueprint.add_app_template_filter(state_of, "window_state")
blueprint.add_app_template_filter(STATE_NAMES.get, "window_state_name")
