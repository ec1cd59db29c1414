"""仕上げ: the last stage turns a typeset PDF into the file that is sent out."""

from importlib import import_module

from brochure.finishing.ticket import Finished, Job
from brochure.product.outputs import Target

__all__ = ["Finished", "Job", "finish", "warm_up"]


def finish(pdf: bytes, job: Job) -> Finished:
    """The finished file for the target of `job.output`.

    Same bytes in and same job, same bytes out: no clock, no chance, no machine.

    Raises:
        Stop: the file cannot be what its target asks; every reason at once.
    """
    # Each target imports what it needs: the press draws marks, the others do not.
    if job.output.target is Target.PRESS:
        from brochure.finishing import press

        return press.finish(pdf, job)
    if job.output.target is Target.OFFICE:
        from brochure.finishing import office

        return office.finish(pdf, job)
    from brochure.finishing import screen

    return screen.finish(pdf, job)


def warm_up(job: Job) -> None:
    """Imports and reads what `finish` will need for `job`, while there is time."""
    import_module(f"brochure.finishing.{job.output.target}")
    if job.output.target is Target.PRESS and job.printer and job.printer.marks:
        from brochure.finishing import marks

        marks.warm_up()
