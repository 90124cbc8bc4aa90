"""Who does the work of many plans: processes of this machine, or a Dask cluster that runs already."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Iterator
from concurrent.futures import Executor

from salescrew.errors import InputError
from salescrew.language import say
from salescrew.models.plan.values.said import shown

_PATIENCE_SECONDS = 10.0


@contextlib.contextmanager
def workers(dask: str | None) -> Iterator[Executor | None]:
    """Give what does the work: a Dask cluster by the address of its scheduler; None for processes of this machine.

    Raises
    ------
    InputError
        Where Dask is not installed, or no scheduler answers.
    """
    if dask is None:
        yield None
        return
    try:
        from distributed import Client
    except ImportError:
        raise InputError(
            [say("--dask: must find Dask installed, got none. Run: pip install 'salescrew[dask]'")]
        ) from None
    _keep_dask_quiet()
    _refuse_unless_scheduler(dask)
    with Client(dask, timeout=_PATIENCE_SECONDS) as client:
        # two plans that are alike are two tasks all the same
        yield client.get_executor(pure=False)


def _keep_dask_quiet() -> None:
    """Have Dask log nothing: that this machine is slow, or that a worker is gone, is no matter of the answers.

    Some of its loggers have a level of their own, which that of their root does not change.
    """
    for name in logging.root.manager.loggerDict:
        if name.partition(".")[0] in {"distributed", "tornado"}:
            logging.getLogger(name).setLevel(logging.CRITICAL)


def _refuse_unless_scheduler(address: str) -> None:
    """Ask who listens there: a client would wait without end for a server that is no part of Dask."""
    try:
        kind = asyncio.run(asyncio.wait_for(_kind(address), _PATIENCE_SECONDS))
    except (OSError, ValueError) as error:
        got = str(error).partition("\n")[0] or say("no answer")
    else:
        if kind == "Scheduler":
            return
        got = say("the address of a {kind}", kind=kind.lower())
    raise InputError(
        [
            say(
                "--dask {address}: must be the address of a scheduler, got: {got}. Start one with `dask scheduler`.",
                address=shown(address),
                got=got,
            )
        ]
    )


async def _kind(address: str) -> str:
    from distributed.core import rpc

    async with rpc(address, timeout=_PATIENCE_SECONDS / 2) as server:
        return str((await server.identity())["type"])
