"""What a camera's rules tell, in a few words for whoever sets them up."""

from __future__ import annotations

from drivers.camera import signals as seen


def in_words(signal: seen.CameraSignal) -> str:
    """``tailgate: in``, ``tamper: covered``, ``intrusion: begins``."""
    match signal:
        case seen.MotionStarted():
            return f"{signal.rule}: begins"
        case seen.PeopleStarted():
            return f"{signal.rule}: begins, {signal.count} seen"
        case seen.MotionEnded() | seen.PeopleEnded():
            return f"{signal.rule}: over"
        case seen.LineCrossed():
            return f"{signal.rule}: {signal.direction}"
        case seen.TamperSeen():
            return f"tamper: {signal.kind}"
        case seen.TamperCleared():
            return f"tamper: {signal.kind} is over"
        case _:
            return _of_the_camera(signal)


Health = (
    seen.CameraNotice
    | seen.CameraLost
    | seen.CameraUp
    | seen.RuleNotRunning
    | seen.PictureFrozen
    | seen.PictureLive
    | seen.FrameRateLow
    | seen.FrameRateNormal
    | seen.ClipTaken
)


def _of_the_camera(signal: Health) -> str:
    match signal:
        case seen.CameraNotice() | seen.RuleNotRunning() | seen.CameraLost():
            return signal.why
        case seen.CameraUp():
            return signal.detail
        case seen.PictureFrozen():
            return "the picture stands still"
        case seen.PictureLive():
            return "the picture moves again"
        case seen.FrameRateLow() | seen.FrameRateNormal():
            return f"{signal.rate:g} pictures a second"
        case seen.ClipTaken():
            return f"a clip of {len(signal.clip.shots)} pictures"
