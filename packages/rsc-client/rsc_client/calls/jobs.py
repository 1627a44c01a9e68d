"""Calls that tell LinkedIn of jobs and requisitions, and ask what became of them."""

from collections.abc import Iterable, Mapping, Sequence

from rsc_client.application import Batch, Resource
from rsc_client.calls.speaker import Speaker
from rsc_client.errors import BatchResult, ItemError, MalformedResponse, NotSent
from rsc_client.schemas import CreatedJobs, Done, JobPosting, JobStatus, JobTask, JsonObject
from rsc_client.synced import JobRequisitionKey


class JobCalls(Speaker):
    """Jobs in v2, requisitions in rest: there is no twin of either."""

    def send_jobs(self, jobs: Sequence[JobPosting]) -> BatchResult[str, str]:
        """Creates, updates, renews or closes jobs; by `external_job_posting_id`, the URN of LinkedIn's task.

        LinkedIn works on them later: ask `job_tasks`. One operation and each job once per batch, else NotSent
        [SDK] [D:create-jobs]. 2,000 records a minute, 60,000 a day [D:sync-premium-api-jobs].
        """
        names = [job.external_job_posting_id for job in jobs]
        if len(set(names)) != len(names) or len({job.job_posting_operation_type for job in jobs}) > 1:
            raise NotSent("a batch of jobs holds one kind of operation, and each job once")
        if not jobs:
            return BatchResult({}, {})
        answer = self._v2.batch_create("simpleJobPostings", list(jobs), CreatedJobs)
        if len(answer.elements) != len(names):
            raise MalformedResponse("v2/simpleJobPostings", f"{len(answer.elements)} answers to {len(names)} jobs")
        answered = dict(zip(names, answer.elements, strict=True))
        tasks = {name: created.id for name, created in answered.items() if created.id and not created.error}
        refused = {name: created.error or ItemError(status=created.status) for name, created in answered.items()}
        return BatchResult(tasks, {name: error for name, error in refused.items() if name not in tasks})

    def job_tasks(self, tasks: Iterable[str]) -> BatchResult[str, JobTask]:
        """How far LinkedIn is with jobs that were sent [OpenAPI]. Rejected when a URN is no task's."""
        return self._v2.batch_get(Resource("simpleJobPostingTasks"), tasks, Batch[JobTask])

    def job_statuses(self, external_job_posting_ids: Iterable[str]) -> BatchResult[str, JobStatus]:
        """How jobs stand on LinkedIn now, by our ids [SDK] [D:check-job-posting-status]."""
        return self._v2.batch_get(Resource("jobPostingStatus"), external_job_posting_ids, Batch[JobStatus])

    def put_job_requisitions(
        self, requisitions: Mapping[JobRequisitionKey, JsonObject]
    ) -> BatchResult[JobRequisitionKey, Done]:
        """Creates or replaces requisitions; which fields they have could not be read, so they are yours to fill [W1]."""
        return self._rest.batch_update(Resource("jobRequisitions"), requisitions)
