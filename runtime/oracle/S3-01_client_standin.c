/* A client opened with async_with, one get, its status printed. */
#include <async.h>
#include <stdio.h>

struct response {
	int status_code;
};

struct async_client {
	int unused;
};

async (struct async_client *, async_client_aenter, (struct async_client *, self))
{
	await (async_sleep(0.05));
	puts("trace: pool ready");
	return self;
}

async (void, async_client_aexit, (struct async_client *, self), (struct exception *, e))
{
	await (async_sleep(0.05));
	puts("trace: pool closed");
}

async_context_manager (async_client, struct async_client *);

async (struct response, async_client_get, (struct async_client *, self), (const char *, url))
{
	await (async_sleep(0.20));
	return (struct response){ .status_code = 200 };
}

async (void, main_coroutine)
{
	struct async_client memory;

	async_with (client, async_client(&memory)) {
		struct response response =
			await (async_client_get(client, "https://www.example.com"));

		printf("%d\n", response.status_code);
	} end_with
}

int main(void)
{
	return async_run(main_coroutine());
}
