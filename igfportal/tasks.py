from celery import shared_task


@shared_task
def run_periodic() -> None:
    """The clock of Celery beat and of the embedded server."""
    from igfportal import periodic

    periodic.run()
