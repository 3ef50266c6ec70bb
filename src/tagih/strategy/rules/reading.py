"""Reads the text of a condition: SQL's words by sqlglot, the grammar and the types of the subset by us.

    condition   =  or;  or = and {OR and};  and = not {AND not};  not = [NOT] test
    test        =  sum [ (= | <> | < | <= | > | >=) sum | [NOT] BETWEEN sum AND sum | [NOT] IN (constant, ...)
                 | IS [NOT] NULL ]
    sum         =  product {(+ | -) product};  product = sign {(* | /) sign};  sign = [-] atom
    atom        =  number | 'text' | TRUE | FALSE | variable | FUNCTION(sum, ...) | ( or )

What is not written here cannot be said: no statement, subquery, cast, comment or function outside the list. Every fault
carries the place of the word that it is about.
"""

import difflib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sqlglot.errors import TokenError
from sqlglot.tokens import Token, Tokenizer, TokenType

from tagih.strategy.rules.conditions import (
    ARITHMETIC,
    Among,
    And,
    Call,
    Compare,
    Constant,
    Name,
    Node,
    Not,
    Or,
    Sum,
    Unknown,
    value_of,
    walk,
)
from tagih.strategy.rules.faults import ConditionFault, Place
from tagih.strategy.rules.variables import CATALOGUE, LARGEST, Kind, Variable

LONGEST = 4000
DEEPEST = 40
MOST_ARITHMETIC = 6
"""Operators in one comparison: with it no number can leave the range of double precision."""
FUNCTIONS = {"ABS": (1, 1), "COALESCE": (2, 2), "NULLIF": (2, 2), "LEAST": (2, 8), "GREATEST": (2, 8)}
SAFE_TEXT = re.compile(r"[\w .,:/&()+-]*")
NUMBER = re.compile(r"\d{1,15}(\.\d{1,15})?")
SIGNS = {
    TokenType.EQ: "=", TokenType.NEQ: "<>", TokenType.LT: "<", TokenType.LTE: "<=", TokenType.GT: ">",
    TokenType.GTE: ">=",
}  # fmt: skip
SUMS = {TokenType.PLUS: "+", TokenType.DASH: "-"}
PRODUCTS = {TokenType.STAR: "*", TokenType.SLASH: "/"}
NUMERIC, TEXT, TRUTH = "NUMBER", "TEXT", "TRUTH"


@dataclass(frozen=True, slots=True)
class Typed:
    """A part that was read: its tree, what it is, where it stands."""

    node: Node
    kind: str
    place: Place


def read_condition(text: str, catalogue: Mapping[str, Variable] = CATALOGUE) -> Node:
    """This will read a condition.

    :raises ConditionFault: the first fault of the text
    """
    if len(text) > LONGEST:
        raise ConditionFault("TOO_LONG", Place(LONGEST, len(text)), str(len(text)), limit=LONGEST)
    reader = _Reader(text, catalogue)
    found = reader.either()
    if reader.ahead is not None:
        raise ConditionFault("UNEXPECTED", _place(reader.ahead), reader.ahead.text[:40])
    return reader.truth(found).node


class _Reader:
    """One pass over the words of a text; `ahead` is the next one, None at the end."""

    def __init__(self, text: str, catalogue: Mapping[str, Variable]) -> None:
        self.text, self.catalogue, self.at, self.depth = text, catalogue, 0, 0
        try:
            self.tokens = Tokenizer().tokenize(text)
        except TokenError:
            raise ConditionFault("UNREADABLE", Place(0, len(text))) from None
        if not self.tokens:
            raise ConditionFault("EMPTY", Place(0, len(text)))
        for token in self.tokens:
            if token.comments:
                raise ConditionFault("COMMENT", _place(token), token.text[:40])

    @property
    def ahead(self) -> Token | None:
        return self.tokens[self.at] if self.at < len(self.tokens) else None

    def take(self, *kinds: TokenType) -> Token | None:
        token = self.ahead
        if token is None or token.token_type not in kinds:
            return None
        self.at += 1
        return token

    def need(self, kind: TokenType, word: str) -> Token:
        token = self.take(kind)
        if token is None:
            raise self.missing(word)
        return token

    def missing(self, word: str) -> ConditionFault:
        end = Place(len(self.text.rstrip()), len(self.text))
        ahead = self.ahead
        return ConditionFault("EXPECTED", _place(ahead) if ahead else end, ahead.text[:40] if ahead else "", word=word)

    def truth(self, found: Typed) -> Typed:
        """A part that must be true or false. TRUE alone says nothing about anybody."""
        if found.kind != TRUTH:
            raise ConditionFault("NOT_A_CONDITION", found.place, self.written(found))
        if isinstance(found.node, Constant):
            raise ConditionFault("ONLY_CONSTANTS", found.place, self.written(found))
        return found

    def number(self, found: Typed) -> Typed:
        if found.kind != NUMERIC:
            raise ConditionFault("NOT_A_NUMBER", found.place, self.written(found))
        return found

    def written(self, found: Typed) -> str:
        return self.text[found.place.start : found.place.end][:60]

    def either(self) -> Typed:
        self.depth += 1
        if self.depth > DEEPEST:
            raise ConditionFault("TOO_DEEP", _place(self.tokens[self.at - 1]), limit=DEEPEST)
        found = self.joined(self.every, TokenType.OR, Or)
        self.depth -= 1
        return found

    def every(self) -> Typed:
        return self.joined(self.denied, TokenType.AND, And)

    def joined(self, part: Callable[[], Typed], word: TokenType, join: type) -> Typed:
        first = part()
        if self.ahead is None or self.ahead.token_type != word:
            return first
        parts = [self.truth(first)]
        while self.take(word):
            parts.append(self.truth(part()))
        flat = [
            inner for found in parts for inner in (found.node.parts if isinstance(found.node, join) else [found.node])
        ]
        return Typed(join(tuple(flat)), TRUTH, parts[0].place.to(parts[-1].place))

    def denied(self) -> Typed:
        word, times = self.ahead, 0
        while self.take(TokenType.NOT):
            times += 1
        found = self.test()
        if not times:
            return found
        node = self.truth(found).node
        return Typed(Not(node) if times % 2 else node, TRUTH, _place(word).to(found.place))

    def test(self) -> Typed:
        left = self.sum()
        sign = self.take(*SIGNS)
        if sign:
            return self.compared(SIGNS[sign.token_type], sign, left, self.sum())
        if self.take(TokenType.IS):
            is_denied = bool(self.take(TokenType.NOT))
            last = self.need(TokenType.NULL, "NULL")
            self.of_somebody(left)
            return self.told(Unknown(left.node), is_denied, left.place.to(_place(last)))
        is_denied = False
        if self.ahead and self.ahead.token_type == TokenType.NOT:
            self.at += 1
            is_denied = True
        if self.take(TokenType.BETWEEN):
            return self.between(left, is_denied)
        if self.take(TokenType.IN):
            return self.among(left, is_denied)
        if is_denied:
            raise self.missing("IN, BETWEEN")
        return left

    def told(self, node: Node, is_denied: bool, place: Place) -> Typed:
        return Typed(Not(node) if is_denied else node, TRUTH, place)

    def compared(self, sign: str, token: Token, left: Typed, right: Typed) -> Typed:
        place = left.place.to(right.place)
        if left.kind != right.kind:
            raise ConditionFault("TYPES_DIFFER", place, self.text[place.start : place.end][:60],
                                 left=left.kind, right=right.kind)  # fmt: skip
        if left.kind != NUMERIC and sign not in ("=", "<>"):
            raise ConditionFault("NO_ORDER", _place(token), sign)
        node = Compare(sign, left.node, right.node)
        if not any(isinstance(part, Name) for part in walk(node)):
            raise ConditionFault("ONLY_CONSTANTS", place, self.text[place.start : place.end][:60])
        self.known_text(left, right)
        self.known_text(right, left)
        if left.kind == TRUTH:
            return self.of_flags(sign, left, right, place)
        operators = sum(isinstance(part, Sum) for part in walk(node))
        if operators > MOST_ARITHMETIC:
            raise ConditionFault("TOO_MUCH_ARITHMETIC", place, str(operators), limit=MOST_ARITHMETIC)
        return Typed(node, TRUTH, place)

    def of_flags(self, sign: str, left: Typed, right: Typed, place: Place) -> Typed:
        """A flag is compared with TRUE or FALSE: the flag itself, or NOT."""
        flag, constant = (right, left) if isinstance(left.node, Constant) else (left, right)
        if not isinstance(constant.node, Constant) or not isinstance(flag.node, Name):
            raise ConditionFault("FLAGS_COMPARED", place, self.text[place.start : place.end][:60])
        return self.told(flag.node, constant.node.value != (sign == "="), place)

    def known_text(self, left: Typed, right: Typed) -> None:
        """A text that the variable can never have is a slip of the pen."""
        if not isinstance(left.node, Name) or not isinstance(right.node, Constant):
            return
        variable = self.catalogue[left.node.name]
        if variable.values and right.node.value not in variable.values:
            raise ConditionFault("NO_SUCH_VALUE", right.place, str(right.node.value),
                                 variable=variable.name, known=", ".join(variable.values))  # fmt: skip

    def of_somebody(self, found: Typed) -> None:
        if not any(isinstance(part, Name) for part in walk(found.node)):
            raise ConditionFault("ONLY_CONSTANTS", found.place, self.written(found))

    def between(self, left: Typed, is_denied: bool) -> Typed:
        item, low = self.number(left), self.number(self.sum())
        self.need(TokenType.AND, "AND")
        high = self.number(self.sum())
        self.of_somebody(left)
        if isinstance(low.node, Constant) and isinstance(high.node, Constant) and low.node.value > high.node.value:
            place = low.place.to(high.place)
            raise ConditionFault("BACKWARDS", place, self.text[place.start : place.end])
        node = And((Compare(">=", item.node, low.node), Compare("<=", item.node, high.node)))
        return self.told(node, is_denied, left.place.to(high.place))

    def among(self, left: Typed, is_denied: bool) -> Typed:
        self.need(TokenType.L_PAREN, "(")
        self.of_somebody(left)
        constants: list[Constant] = []
        while True:
            item = self.sum()
            if not isinstance(item.node, Constant) or item.kind == TRUTH:
                raise ConditionFault("LIST_OF_CONSTANTS", item.place, self.written(item))
            if item.kind != left.kind:
                raise ConditionFault("TYPES_DIFFER", item.place, self.written(item), left=left.kind, right=item.kind)
            self.known_text(left, item)
            constants.append(item.node)
            if not self.take(TokenType.COMMA):
                break
        last = self.need(TokenType.R_PAREN, ")")
        return self.told(Among(left.node, tuple(constants)), is_denied, left.place.to(_place(last)))

    def sum(self) -> Typed:
        return self.calculated(self.product, SUMS)

    def product(self) -> Typed:
        return self.calculated(self.signed, PRODUCTS)

    def calculated(self, part: Callable[[], Typed], signs: Mapping[TokenType, str]) -> Typed:
        found = part()
        while token := self.take(*signs):
            left, right = self.number(found), self.number(part())
            sign, place = signs[token.token_type], left.place.to(right.place)
            if sign == "/" and isinstance(right.node, Constant) and right.node.value == 0:
                raise ConditionFault("DIVISION_BY_ZERO", place, self.text[place.start : place.end][:60])
            found = Typed(self.folded(Sum(sign, left.node, right.node), place), NUMERIC, place)
        return found

    def folded(self, node: Sum, place: Place) -> Node:
        """Arithmetic of constants is done here, because engines do it with other numbers than ours."""
        if not (isinstance(node.left, Constant) and isinstance(node.right, Constant)):
            return node
        value = value_of(node, {})
        written = round(float(f"{value:.15g}"), 15) + 0.0
        if abs(value) > LARGEST or (value and not written):
            raise ConditionFault("NUMBER_TOO_LARGE", place, self.text[place.start : place.end][:60])
        return Constant(written)

    def signed(self) -> Typed:
        dash = self.take(TokenType.DASH)
        if not dash:
            return self.atom()
        found = self.number(self.signed())
        place = _place(dash).to(found.place)
        if isinstance(found.node, Constant):
            return Typed(Constant(0.0 - found.node.value), NUMERIC, place)
        return Typed(Sum("-", Constant(0.0), found.node), NUMERIC, place)

    def atom(self) -> Typed:
        token = self.ahead
        if token is None:
            raise self.missing("a variable or a value")
        self.at += 1
        place = _place(token)
        match token.token_type:
            case TokenType.NUMBER:
                return self.written_number(token, place)
            case TokenType.STRING:
                if not SAFE_TEXT.fullmatch(token.text):
                    raise ConditionFault("UNSAFE_TEXT", place, token.text[:40])
                return Typed(Constant(token.text), TEXT, place)
            case TokenType.TRUE | TokenType.FALSE:
                return Typed(Constant(token.token_type == TokenType.TRUE), TRUTH, place)
            case TokenType.NULL:
                raise ConditionFault("BARE_NULL", place)
            case TokenType.IDENTIFIER:
                raise ConditionFault("QUOTED_NAME", place, token.text[:40])
            case TokenType.L_PAREN:
                found = self.either()
                last = self.need(TokenType.R_PAREN, ")")
                return Typed(found.node, found.kind, place.to(_place(last)))
        return self.named(token, place)

    def written_number(self, token: Token, place: Place) -> Typed:
        if not NUMBER.fullmatch(token.text) or len(token.text.replace(".", "").lstrip("0")) > 15:
            raise ConditionFault("NUMBER_FORM", place, token.text[:40])
        return Typed(Constant(float(token.text)), NUMERIC, place)

    def named(self, token: Token, place: Place) -> Typed:
        word = token.text
        if not re.fullmatch(r"[A-Za-z_]\w*", word):
            raise ConditionFault("UNEXPECTED", place, word[:40])
        if self.take(TokenType.L_PAREN):
            return self.called(word, place)
        variable = self.catalogue.get(word.lower())
        if variable is None:
            near = difflib.get_close_matches(word.lower(), self.catalogue, n=1, cutoff=0.6)
            raise ConditionFault("UNKNOWN_NAME", place, word[:40], near=near[0] if near else "")
        kind = TRUTH if variable.kind is Kind.FLAG else TEXT if variable.kind is Kind.TEXT else NUMERIC
        return Typed(Name(variable.name), kind, place)

    def called(self, word: str, place: Place) -> Typed:
        name = word.upper()
        if name not in FUNCTIONS:
            raise ConditionFault("UNKNOWN_FUNCTION", place, word[:40], known=", ".join(FUNCTIONS))
        arguments = [self.number(self.sum())]
        while self.take(TokenType.COMMA):
            arguments.append(self.number(self.sum()))
        place = place.to(_place(self.need(TokenType.R_PAREN, ")")))
        least, most = FUNCTIONS[name]
        if not least <= len(arguments) <= most:
            raise ConditionFault("ARGUMENTS", place, name, least=least, most=most)
        found = Typed(Call(name, tuple(argument.node for argument in arguments)), NUMERIC, place)
        self.of_somebody(found)
        return found


def _place(token: Token) -> Place:
    return Place(token.start, token.end + 1)


assert set(SUMS.values()) | set(PRODUCTS.values()) == set(ARITHMETIC)
