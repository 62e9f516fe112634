#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes the names of countries and currencies, as C, from the iso_3166-1.json and iso_4217.json of iso-codes."""

import json
import sys


def read(path, key):
    with open(path, encoding='utf-8') as file:
        return json.load(file)[key]


def write(file, name, rows):
    file.write(f'static const TillName {name}[] =\n{{\n')
    file.writelines(f'  {{ {json.dumps(code)}, {json.dumps(text, ensure_ascii=False)} }},\n' for code, text in sorted(rows))
    file.write('};\n')


def main():
    countries, currencies, target = sys.argv[1:]
    with open(target, 'w', encoding='utf-8') as file:
        write(file, 'countries',
              [(row['alpha_2'], row.get('common_name', row['name'])) for row in read(countries, '3166-1')])
        write(file, 'currencies',
              [(row['alpha_3'], row['name']) for row in read(currencies, '4217')])


main()
