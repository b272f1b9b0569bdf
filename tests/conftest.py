"""What all tests share: hypothesis draws the same cases everywhere and does not time them on a loaded machine."""

from hypothesis import settings

settings.register_profile("steady", deadline=None, derandomize=True)
settings.load_profile("steady")
