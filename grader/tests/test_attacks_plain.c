/* Attacks on a grader that a plain user runs: see attacks.h. */
#include "fixture.h"

#include <unistd.h>

#include "attacks.h"

static void attacks_by_a_plain_user_get_their_answer(void **state)
{
	(void)state;
	if (!attacks_may_be_plain()) {
		print_message("# left out: a plain user may not come to the course\n");
		skip();
	}
	attacks_run(true);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(attacks_by_a_plain_user_get_their_answer),
	};

	if (!attacks_have_a_jail()) {
		print_message("1..0 # SKIP there is no jail here: see course doctor\n");
		return 0;
	}
	return cmocka_run_group_tests(tests, attacks_set_up, attacks_tear_down);
}
