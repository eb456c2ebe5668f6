"""Reports that were ordered, to be fetched when they are ready."""

from sqlalchemy.orm import Mapped, mapped_column

from motcua.register.columns import Key, Long, Moment, Name, Table, Word


class ReportOrderRow(Table):
    """One ordered report; whoever asks for it while nobody works on it carries it on."""

    __tablename__ = "report_order"

    number: Mapped[Name] = mapped_column(primary_key=True)
    subject: Mapped[Key]
    """Who ordered it; nobody else is given it."""
    asked: Mapped[Long]
    """The question, as JSON text."""
    stage: Mapped[Word]
    ordered_at: Mapped[Moment] = mapped_column(index=True)
    leased_until: Mapped[Moment | None]
    """Until when the process that works on it has it to itself."""
    finished_at: Mapped[Moment | None]
    answer: Mapped[Long | None]
    """The report as JSON text, or the refusal."""
