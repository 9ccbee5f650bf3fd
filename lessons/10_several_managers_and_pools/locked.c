#include <async.h>

#include <stdio.h>

static int balance = 100;
static struct lock account;

async (void, withdraw, (const char *, who), (int, amount))
{
	async_with (&account) {
		if (balance >= amount) {
			await (async_sleep(0.1));
			balance -= amount;
			printf("%s gets %d, left %d\n", who, amount, balance);
		} else {
			printf("%s gets nothing\n", who);
		}
	} end_with
}

async (void, main_coroutine)
{
	await (gather(withdraw("Ada", 80), withdraw("Bob", 80)));
}

int main(void)
{
	return async_run(main_coroutine());
}
