from django.core.management.base import BaseCommand

from igfportal import periodic


class Command(BaseCommand):
    """The cron alternative to Celery beat: `run_periodic` once a minute."""

    help = "Do once whatever the clock owes."

    def handle(self, *args, **options) -> None:
        for name, count in periodic.run().items():
            if options["verbosity"]:
                self.stdout.write(f"{name}: {count}")
