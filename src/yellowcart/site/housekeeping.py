"""What the worker does of its own accord. Jobs that were done it forgets at once."""

from procrastinate import JobContext
from procrastinate.contrib.django import app

KEPT_HOURS = 30 * 24
"""Jobs that failed are kept for whoever asks why."""


@app.periodic(cron="* * * * *")
@app.task(name="site.take_up_stalled", queue="housekeeping", pass_context=True)
async def take_up_stalled(context: JobContext, timestamp: int) -> None:
    """Every minute: jobs whose worker was killed are done again. Every job may be done twice."""
    jobs = context.app.job_manager
    for job in await jobs.get_stalled_jobs():
        await jobs.retry_job(job)


@app.periodic(cron="17 4 * * *")
@app.task(name="site.forget_failed", queue="housekeeping", pass_context=True)
async def forget_failed(context: JobContext, timestamp: int) -> None:
    await context.app.job_manager.delete_old_jobs(
        KEPT_HOURS, include_failed=True, include_cancelled=True, include_aborted=True
    )
