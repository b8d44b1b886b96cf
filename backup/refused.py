"""Why a backup or a restore does not go on."""


class Refused(Exception):
    """Nothing was changed; the message is a French sentence for whoever types the command."""
