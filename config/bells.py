"""The bells of Redis as kombu carries them, without its two stumbles when Redis dies.

A worker whose Redis has died closes its channel, then opens another. kombu hands the bells of the closing
channel back, and acknowledges those whose work ends later, on a connection that is no more: either takes
the whole worker down (AttributeError), deaf until its running work ends. Nothing is lost by leaving both: a
bell not acknowledged rings again after the visibility timeout, the sweep rings for whatever waits, a bell
rung twice finds its job taken.
"""

from typing import Any

from kombu.transport import redis


class QoS(redis.QoS):
    """Acknowledges on the connection that brought the bell, as long as there is one."""

    def ack(self, delivery_tag: Any) -> None:
        """Done with it."""
        if not self.channel.closed:
            super().ack(delivery_tag)

    def reject(self, delivery_tag: Any, requeue: bool = False) -> None:  # noqa: FBT001, FBT002 - kombu's signature
        """Not for us."""
        if not self.channel.closed:
            super().reject(delivery_tag, requeue)


class Channel(redis.Channel):
    """Closes without a word to the broker."""

    QoS = QoS
    do_restore = False


class Transport(redis.Transport):
    """What ``redis://`` means here."""

    Channel = Channel
