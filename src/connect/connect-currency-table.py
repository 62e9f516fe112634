#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes the table of currencies that can be charged, as C, from the iso_4217.json of iso-codes."""

import json
import sys

# In force, but newer than many an iso-codes: the Caribbean guilder (2025) and the Zimbabwe gold (2024).
NEWER = {'XCG', 'ZWG'}

# Of the codes that begin with X and so belong to no single country, these alone are money. The others are
# metals, bond and accounting units, the code for tests and the one for no currency.
MONEY_WITH_X = {'XAF', 'XCD', 'XCG', 'XOF', 'XPF'}

# Fund codes and next-day funds: ISO 4217, list one, "fund" column. Nobody holds such money in a shop.
FUNDS = {'BOV', 'CHE', 'CHW', 'CLF', 'COU', 'MXV', 'USN', 'USS', 'UYI', 'UYW'}

# Minor units that are not 2: ISO 4217, list one (SIX Group), column CcyMnrUnts. Not ICU's or CLDR's digits,
# which say what is customary in a shop: there IQD, LAK and MMK have none.
# (CLF and UYW, with four, are among the funds.)
EXPONENTS = {
    **dict.fromkeys('BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF'.split(), 0),
    **dict.fromkeys('BHD IQD JOD KWD LYD OMR TND'.split(), 3),
}


def can_be_charged(code):
    return code not in FUNDS and (code[0] != 'X' or code in MONEY_WITH_X)


def main():
    source, target = sys.argv[1:]
    with open(source, encoding='utf-8') as file:
        known = {entry['alpha_3'] for entry in json.load(file)['4217']}
    codes = sorted(code for code in known | NEWER if can_be_charged(code))
    with open(target, 'w', encoding='utf-8') as file:
        file.writelines(f'  {{ "{code}", {EXPONENTS.get(code, 2)} }},\n' for code in codes)


main()
