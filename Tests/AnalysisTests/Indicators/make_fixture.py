#!/usr/bin/env python3
"""Writes talib.tsv: indicators of TA-Lib for a made-up market.

    pip install ta-lib numpy && python3 make_fixture.py > talib.tsv
    python3 make_fixture.py binance-btcusdt-1h-2017-2022.csv.gz > talib-recorded.tsv

The second has some of the rows of five recorded years: the first 60, and every 499th. The made-up market is a walk of 300 candles from a generator that needs no library, with prices of two decimals; it has steps
without a move and volumes of 0.
"""
import gzip
import sys

import numpy as np
import talib


def invented(count=300):
    state, price, rows = 20261126, 60_000.0, []

    def draw():
        nonlocal state
        state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
        return (state >> 11) / 2**53

    for n in range(count):
        opened = price
        if not 100 <= n < 130:
            price = round(price * (1 + (draw() - 0.5) * 0.02), 2)
        high = round(max(opened, price) * (1 + (draw() * 0.004 if not 100 <= n < 130 else 0)), 2)
        low = round(min(opened, price) * (1 - (draw() * 0.004 if not 100 <= n < 130 else 0)), 2)
        rows.append((high, low, price, 0.0 if 200 <= n < 230 else round(draw() * 500, 3)))
    return np.array(rows)


def recorded(name):
    with gzip.open(name, "rt") as lines:
        return np.loadtxt(lines, delimiter=",", skiprows=1)[:, 2:6]


rows = recorded(sys.argv[1]) if len(sys.argv) > 1 else invented()
high, low, close, volume = (np.ascontiguousarray(rows[:, n]) for n in range(4))
macd, signal, histogram = talib.MACD(close, 12, 26, 9)
upper, middle, lower = talib.BBANDS(close, 20, 2, 2, 0)
usual = np.concatenate([[np.nan], talib.SMA(volume, 20)[:-1]])
columns = {
    "high": high, "low": low, "close": close, "volume": volume,
    "sma20": talib.SMA(close, 20), "ema20": talib.EMA(close, 20), "rsi14": talib.RSI(close, 14),
    "macd": macd, "macd_signal": signal, "macd_histogram": histogram,
    "bollinger20_lower": lower, "bollinger20_middle": middle, "bollinger20_upper": upper,
    "atr14": talib.ATR(high, low, close, 14),
    "drawdown90": close / talib.MAX(close, 90) - 1,
    "volume20": np.divide(volume, usual, out=np.full(len(volume), np.nan), where=usual > 1e-9),
}
print("# TA-Lib", talib.__ta_version__.decode().split()[0], "(PyPI ta-lib", talib.__version__ + "); made by make_fixture.py")
print("row\t" + "\t".join(columns))
for row, values in enumerate(zip(*columns.values())):
    if len(rows) > 1000 and row >= 60 and row % 499:
        continue
    print(str(row) + "\t" + "\t".join("" if np.isnan(value) else repr(float(value)) for value in values))
