"""An act done for somebody who asks from outside: by API, or from a page."""

from activities.messages import Receipt
from motcua.dossiers.commands import Act
from motcua.supervision.access.acting import must_be_author
from motcua.supervision.access.seeing import must_see
from motcua.supervision.access.viewer import Viewer
from motcua.supervision.api.office import Office, off_loop


async def done_for(viewer: Viewer, code: str, act: Act, office: Office) -> Receipt:
    """Do an act for a viewer, once per key; the answer means that it is written.

    Raises:
        ForbiddenError: They are not who is said to act, or the dossier lies outside what they see.
        RefusedError: The law or the dossier's state does not allow it; nothing changed.
        UnavailableError: No worker answered in time; send the same act again, with the same key.
    """
    must_be_author(viewer, act.by)
    await off_loop(must_see, viewer, code, office.register)
    return await office.counter.act(code, act)
