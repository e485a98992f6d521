"""`manage.py demo`: fills an empty centre; `--logins` prints who can sign in."""

import time
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from gymcrm.demo.load import load
from gymcrm.demo.people import AUTHENTICATOR_KEY, MEMBER, PASSWORD, STAFF


class Command(BaseCommand):
    help = "Loads the demo centre: staff, members, a month of classes either side of today. Does nothing when there is data."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--logins", action="store_true", help="print the logins and load nothing")

    def handle(self, *args: Any, logins: bool, **options: Any) -> None:
        if logins:
            self.print_logins()
            return
        begun = time.monotonic()
        if load():
            self.stdout.write(f"The demo centre is loaded ({time.monotonic() - begun:.1f} s).")
        else:
            self.stdout.write("The centre has data already; nothing was loaded.")

    def print_logins(self) -> None:
        self.stdout.write(f"{'Role':<12}{'Email':<22}Password")
        for login in (*STAFF, MEMBER):
            self.stdout.write(f"{login.role.replace('_', ' '):<12}{login.email:<22}{PASSWORD}")
        code = f"the code is {settings.MFA_TOTP_INSECURE_BYPASS_CODE}, or" if settings.MFA_TOTP_INSECURE_BYPASS_CODE else "it is"
        self.stdout.write(
            f"\nOwner and manager sign in with a second step: {code} what an authenticator app says that was given the key\n"
            f"{AUTHENTICATOR_KEY}"
        )
