#include "judge/compiler_row.h"
#include "judge/compiler_table.h"

/* Of C itself: these know nothing of coroutines. */
static const struct compiler_row c_rows[] = {
	{ "semicolon missing", "called object '({...})' is not a function",
	  "Is a semicolon missing at the end of this statement?" },
	{ "semicolon missing", "expected ';' ",
	  "A semicolon is missing here, or at the end of the line before." },
	{ "implicit declaration",
	  "implicit declaration of function '{}'*did you mean '{}'",
	  "There is no function {1}: did you mean {2}, or is its #include missing?" },
	{ "implicit declaration", "implicit declaration of function '{}'",
	  "There is no function {1}: is its name misspelt, or its #include missing?" },
	{ "no main", "undefined reference to 'main'", "There is no main function." },
	{ "no main", "undefined reference to `main'", "There is no main function." },
	{ "undefined function", "undefined reference to '{}'",
	  "{1} is declared but written nowhere." },
	{ "undefined function", "undefined reference to `{}'",
	  "{1} is declared but written nowhere." },
	{ "unclosed block", "expected declaration or statement at end of input",
	  "A block is not closed before the file ends: is an end_with, an end_try or a } "
	  "missing?" },
	{ "unclosed block", "expected '}'",
	  "A block is not closed: is an end_with, an end_try or a } missing?" },
	{ "unclosed block", "function definition is not allowed here",
	  "Is a block before this function not closed, since an end_with, an end_try or "
	  "a "
	  "} is missing? Or does it stand in another function? That is not possible in "
	  "C." },
	{ "missing return", "no return statement in function returning non-void",
	  "This function promises a result, but can reach its end without a return." },
	{ "missing return", "control reaches end of non-void function",
	  "This function promises a result, but can reach its end without a return." },
	{ "missing return", "non-void function does not return a value",
	  "This function promises a result, but can reach its end without a return." },
	{ "parameters of a plain function",
	  "expected declaration specifiers or '...' before '('",
	  "A plain function's parameters are written type and name, as (int x, int y). "
	  "Is an async missing, whose parameters are pairs in parentheses?" },
	{ "parameters of a plain function", "expected parameter declarator",
	  "A plain function's parameters are written type and name, as (int x, int y). "
	  "Is an async missing, whose parameters are pairs in parentheses?" },
	{ "no function", "called object '{}' is not a function",
	  "{1} is no function, and is called here like one." },
	{ "no function", "called object type", "What is called here is no function." },
	{ "computing with texts", "invalid operands to binary*'char *'",
	  "Texts cannot be computed with in C: printf(\"%d\", x) puts a value into one, "
	  "strcmp(a, b) == 0 compares two." },
	{ "computing with texts", "invalid operands to binary expression*'char[",
	  "Texts cannot be computed with in C: printf(\"%d\", x) puts a value into one, "
	  "strcmp(a, b) == 0 compares two." },
	{ "computing with others", "invalid operands to binary",
	  "These two cannot be computed with: is one of them a struct or a pointer?" },
	{ "pointer for a struct", "field name not in record or union initializer",
	  "This is no struct, and so has no members to be set in { }: is a * one too "
	  "many?" },
	{ "pointer for a struct", "designator in initializer for scalar type",
	  "This is no struct, and so has no members to be set in { }: is a * one too "
	  "many?" },
	{ "else without if", "'else' without a previous 'if'",
	  "This else has no if before it." },
	{ "nothing to iterate over", "'struct {}' has no member named 'item'",
	  "Over a struct {1} itself one cannot iterate: what one can iterate over is "
	  "made of it by a class line, async_iterator ({1}, \u2026);, as {1}(&\u2026)." },
	{ "nothing to iterate over", "no member named 'item' in 'struct {}'",
	  "Over a struct {1} itself one cannot iterate: what one can iterate over is "
	  "made of it by a class line, async_iterator ({1}, \u2026);, as {1}(&\u2026)." },
	{ "too much in braces", "extra brace group at end of initializer",
	  "More stands in the { } than this has room for: is a [] missing behind its "
	  "name?" },
	{ "missing return", "'return' with no value",
	  "This function promises a result: what stands behind return is missing." },
	{ "missing return", "should return a value",
	  "This function promises a result: what stands behind return is missing." },
	{ "semicolon missing", "expected ';', identifier or '('",
	  "A semicolon is missing before this, behind the } of a struct." },
	{ "typographic character", "stray '\\",
	  "There is a character here that C does not know: is it a quotation mark or a "
	  "dash that was copied from a text?" },
	{ "typographic character", "unexpected character <U+",
	  "There is a character here that C does not know: is it a quotation mark or a "
	  "dash that was copied from a text?" },
	{ "header missing", "{}: No such file or directory",
	  "There is no file {1}: is its name right?" },
	{ "header missing", "'{}' file not found",
	  "There is no file {1}: is its name right?" },
	{ "point or arrow", "is a pointer; did you mean to use '->'",
	  "This is a pointer: the members of what it points to stand behind ->, not "
	  "behind a point." },
	{ "point or arrow", "invalid type argument of '->' (have 'struct {}')",
	  "This is a struct {1} itself, and no pointer: its members stand behind a "
	  "point, not behind ->." },
	{ "point or arrow", "member reference type 'struct {}' is not a pointer",
	  "This is a struct {1} itself, and no pointer: its members stand behind a "
	  "point, not behind ->." },
	{ "no such member", "'struct {}' has no member named '{}'; did you mean '{}'",
	  "A struct {1} has no member {2}: did you mean {3}?" },
	{ "no such member", "no member named '{}' in 'struct {}'; did you mean '{}'",
	  "A struct {2} has no member {1}: did you mean {3}?" },
	{ "no such member", "'struct {}' has no member named '{}'",
	  "A struct {1} has no member {2}." },
	{ "no such member", "no member named '{}' in 'struct {}'",
	  "A struct {2} has no member {1}." },
	{ "unknown struct", "invalid use of undefined type 'struct {}'",
	  "What a struct {1} holds is not said above this line: is struct {1} { \u2026 "
	  "}; missing, or does it stand below?" },
	{ "unknown struct", "incomplete definition of type 'struct {}'",
	  "What a struct {1} holds is not said above this line: is struct {1} { \u2026 "
	  "}; missing, or does it stand below?" },
	{ "unknown struct", "has incomplete type 'struct {}'",
	  "What a struct {1} holds is not said above this line: is struct {1} { \u2026 "
	  "}; missing, or does it stand below?" },
	{ "unknown struct", "has initializer but incomplete type",
	  "What this struct holds is not said above this line: is struct \u2026 { \u2026 "
	  "}; missing, or does it stand below?" },
	{ "unknown struct", "storage size of '{}' isn't known",
	  "What the struct of {1} holds is not said above this line: is struct \u2026 { "
	  "\u2026 }; missing, or does it stand below?" },
	{ "struct missing", "unknown type name '{}'; use 'struct' keyword",
	  "The type is written struct {1}, with both words." },
	{ "struct missing", "must use 'struct' tag to refer to type '{}'",
	  "The type is written struct {1}, with both words." },
	{ "unknown name", "unknown type name '{}'",
	  "There is no type {1}: is it misspelt, or is a struct before it, a declaration "
	  "or an #include missing?" },
	{ "unknown name", "'{}' undeclared*did you mean '{}'",
	  "There is no {1} here: did you mean {2}?" },
	{ "unknown name", "use of undeclared identifier '{}'; did you mean '{}'",
	  "There is no {1} here: did you mean {2}?" },
	{ "unknown name", "'{}' undeclared",
	  "There is no {1} here: is it misspelt, or is its declaration missing?" },
	{ "unknown name", "use of undeclared identifier '{}'",
	  "There is no {1} here: is it misspelt, or is its declaration missing?" },
	{ "written twice", "redefinition of '{}'",
	  "{1} is written twice here: one name means one thing." },
	{ "number of arguments", "too few arguments to function '{}'",
	  "{1} is given too few arguments." },
	{ "number of arguments", "too many arguments to function '{}'",
	  "{1} is given too many arguments." },
	{ "number of arguments", "too few arguments to function call",
	  "A function is given too few arguments here." },
	{ "number of arguments", "too many arguments to function call",
	  "A function is given too many arguments here." },
	{ "no value", "void value not ignored as it ought to be",
	  "What stands here gives nothing, its type is void: there is no value to "
	  "take." },
	{ "no value", "of incompatible type 'void'",
	  "What stands here gives nothing, its type is void: there is no value to "
	  "take." },
	{ "no value", "from incompatible type 'void'",
	  "What stands here gives nothing, its type is void: there is no value to "
	  "take." },
	{ "no value", "variable has incomplete type 'void'",
	  "A variable cannot be of void: there is nothing that it could hold." },
	{ "no value", "declared void",
	  "A variable cannot be of void: there is nothing that it could hold." },
	{ "condition without parentheses", "expected '(' before",
	  "The condition of an if or a while stands in parentheses, and so do the parts "
	  "of a for." },
	{ "condition without parentheses", "expected '(' after",
	  "The condition of an if or a while stands in parentheses, and so do the parts "
	  "of a for." },
	{ "not to be assigned to", "lvalue required as left operand of assignment",
	  "What stands left of the = is nothing that can be assigned to." },
	{ "not to be assigned to", "expression is not assignable",
	  "What stands left of the = is nothing that can be assigned to." },
	{ "not to be assigned to", "assignment to expression with array type",
	  "An array cannot be assigned to as a whole: a text is copied into it by "
	  "snprintf." },
	{ "not to be assigned to", "array type '*' is not assignable",
	  "An array cannot be assigned to as a whole: a text is copied into it by "
	  "snprintf." },
	{ "break without a loop", "break statement not within loop",
	  "This break stands in no loop." },
	{ "break without a loop", "'break' statement not in loop",
	  "This break stands in no loop." },
	{ "break without a loop", "continue statement not within a loop",
	  "This continue stands in no loop." },
	{ "break without a loop", "'continue' statement not in loop",
	  "This continue stands in no loop." },
	{ "statement without effect", "statement with no effect",
	  "This statement does nothing." },
	{ "statement without effect", "expression result unused",
	  "This statement does nothing." },
	{ "statement without effect", "value computed is not used",
	  "What is computed here is not used." },
	{ "something missing", "invalid '==' at end of declaration",
	  "What a variable begins with stands behind one =: two of them compare." },
	{ "something missing", "expected ',' or ';' before",
	  "Is a comma or a semicolon missing before this, or at the end of the line "
	  "before?" },
	{ "something missing", "expected '=', ',', ';', 'asm' or '__attribute__' before",
	  "Is something missing before this: a semicolon at the end of the line before, "
	  "a comma or a =?" },
	{ "something missing", "expected expression before '{}' token",
	  "Is something missing before this {1}, or is it one too many?" },
};

char *compiler_translate_c(const char *message, const char *function, const char *word,
			   const char **row)
{
	return compiler_row_find(c_rows, sizeof(c_rows) / sizeof(*c_rows), message,
				 function, word, row);
}
