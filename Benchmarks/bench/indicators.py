"""The indicators beside TA-Lib (pip install ta-lib), in nanoseconds a point of a million."""
import json
import os
import subprocess
import time


def measure(program):
    """By name, ours and TA-Lib's, which is None where it has no such indicator or is not installed; and milliseconds of an analysis of 90 days of hours."""
    # As NumPy does for its arrays: large ones in large pages.
    env = dict(os.environ, GLIBC_TUNABLES="glibc.malloc.hugetlb=1")
    ours = json.loads(subprocess.run([program], env=env, check=True, capture_output=True, text=True).stdout)
    theirs = talib()
    return {
        "indicators": {name: (value, theirs.get(name)) for name, value in sorted(ours["indicators"].items())},
        "analysis_milliseconds": ours["analysis_milliseconds"]}


def talib():
    try:
        import numpy as np
        import talib as library
    except ImportError:
        return {}
    close = 60_000 * np.cumprod(1 + np.random.default_rng(1).uniform(-0.005, 0.005, 1_000_000))
    high, low = close * 1.001, close * 0.999
    calls = {
        "sma20": lambda: library.SMA(close, 20), "ema20": lambda: library.EMA(close, 20), "rsi14": lambda: library.RSI(close, 14),
        "macd": lambda: library.MACD(close), "bollinger20": lambda: library.BBANDS(close, 20), "atr14": lambda: library.ATR(high, low, close, 14),
    }
    found = {}
    for name, call in calls.items():
        best = 1e9
        for _ in range(30):
            start = time.perf_counter()
            call()
            best = min(best, time.perf_counter() - start)
        found[name] = best * 1e3
    return found
