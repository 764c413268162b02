"""Synthetic feeds: invented people with real-looking names, addresses, insurers and histories.

:mod:`indexer.sample.writer` writes a feed. Nobody in it exists. Surnames and given names are common ones with
rough frequencies, towns and post codes are picked from Japan Post's public list, insurers are invented.
"""
