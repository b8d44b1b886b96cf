"""What every test starts with."""

pytest_plugins = [
    "tests.house.profiles",
    "tests.house.engines",
    "tests.house.skips",
    "tests.house.undefined",
    "tests.territory",  # fixture: territory
    "tests.cast",  # fixture: everybody
    "tests.reporting",  # fixtures: catalogue, now, october, form
    "tests.koulikoro",  # fixture: koulikoro
    "tests.figured",  # fixtures: story, mid_october
]
