"""Why a message did not go out, told apart by whether sending it again can help. None of them holds an address."""

from motcua.errors import MotcuaError


class MessageRefusedError(MotcuaError):
    """The address or the message was refused for good; sending it again unchanged cannot help."""

    kind = "message-refused"


class MessageDeferredError(MotcuaError):
    """This message was not taken now: it is sent again later, under the same id."""

    kind = "message-deferred"

    def __init__(self, message: str, *, vi: str, retry_after: float | None = None) -> None:
        super().__init__(message, vi=vi)
        self.retry_after = retry_after
        """Seconds the receiver asked us to wait; None where it did not say."""


class ChannelAwayError(MotcuaError):
    """The channel takes no message at all, whatever it says: away, or it does not accept who we are."""

    kind = "channel-away"
