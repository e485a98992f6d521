"""Why the server closes a socket. A browser tells the page this number and nothing else."""

NOT_SIGNED_IN = 4401
FOREIGN_ORIGIN = 4403
BAD_FRAME = 4400
FLOOD = 4429
TOO_LARGE = 1009
TRY_AGAIN_LATER = 1013

MEANING = {
    BAD_FRAME: "Not one of the frames, or no `hello` in time.",
    NOT_SIGNED_IN: "Nobody is signed in, or the session ended. Signing in opens a new socket.",
    FOREIGN_ORIGIN: "The page isn't ours.",
    FLOOD: "Too many frames.",
    TOO_LARGE: "A frame was too large.",
    TRY_AGAIN_LATER: "The database is away. Come back.",
}
