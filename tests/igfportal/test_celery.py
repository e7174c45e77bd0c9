from django.conf import settings

from forum.tasks import send_mail
from igfportal.celery import _folder, _redis, app


def test_tasks_of_the_apps_belong_to_the_portals_queue():
    assert send_mail.app.main == "igfportal"


def test_tasks_carry_json_only_and_are_confirmed_after_their_work():
    assert app.conf.accept_content == ["json"]
    assert (app.conf.task_acks_late, app.conf.task_reject_on_worker_lost) == (True, True)
    assert app.conf.worker_prefetch_multiplier == 1


def test_the_queue_in_a_folder_lies_in_the_data_folder():
    options = _folder(settings.DATA_DIR / "queue")["broker_transport_options"]

    assert options["folder"].startswith(str(settings.DATA_DIR))


def test_redis_gives_a_task_back_only_after_the_longest_task_could_have_ended():
    options = _redis("redis://127.0.0.1/0")["broker_transport_options"]

    assert options["visibility_timeout"] > app.conf.task_time_limit


def test_the_clock_asks_for_the_periodic_tasks_and_late_calls_expire():
    (entry,) = app.conf.beat_schedule.values()

    assert entry["task"] == "igfportal.tasks.run_periodic"
    assert entry["options"]["expires"] < entry["schedule"]
