from django.core.management.base import BaseCommand
from django.db import transaction

from igfportal.loading import booths, editions, papers, people, sessions, surveys


class Command(BaseCommand):
    """Loads or repairs the sample edition; what visitors changed or added stays."""

    help = "Load or repair the sample edition (safe to repeat)."

    def handle(self, *args, **options) -> None:
        with transaction.atomic():
            editions.load()
            people.load()
            sessions.load()
            booths.load()
            papers.load_discussions()
        surveys.load()
        papers.load_papers()
        if options["verbosity"]:
            self.stdout.write(self.style.SUCCESS("The sample edition is loaded."))
