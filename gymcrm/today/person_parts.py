"""What `gymcrm.today` keeps about a person."""

from core.person_parts import PARTS, of_login
from gymcrm.today.models import Arrangement

PARTS += [of_login(Arrangement, "arrangement of the start page", "order", "hidden")]
