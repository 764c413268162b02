"""Words that people make passwords of: the ones most met in lists of leaked passwords, and this service's own.

OWASP ASVS 5.0, 6.2.4 (common passwords) and 6.2.11 (words of the context). In lower case, the longer first.
"""

from typing import Final

_COMMON: Final = """
    password passw0rd p@ssw0rd p@ssword passwd pass1234 administrator admin welcome letmein changeme iloveyou
    trustno1 sunshine princess football baseball superman batman starwars whatever freedom monkey dragon shadow
    master michael charlie jordan jennifer qwerty 1q2w3e4r 1qaz2wsx zaq12wsx abc123 secret default computer
    internet login guest hello test user root pokemon pikachu doraemon naruto sakura arigatou konnichiwa
    ohayou nippon nihon japan tokyo osaka aishiteru aiueo kakikukeko パスワード ぱすわーど
"""

_OF_THE_SERVICE: Final = """
    shikaku kakunin shoukai hoken hokensha iryou iryo kikan online clinic hospital pharmacy byouin byoin
    yakkyoku kurinikku medical viewer operator 資格情報照会 資格確認 医療機関 保険者 システム障害時
"""

COMMON_WORDS: Final = tuple(sorted({*_COMMON.split(), *_OF_THE_SERVICE.split()}, key=lambda word: (-len(word), word)))
