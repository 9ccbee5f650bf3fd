/* Connection pool: three connections, five queries. */
#include <async.h>

#include <stdio.h>

#define CONNECTIONS 3
#define QUERIES     5

struct connection {
	int number;
};

/* ---- the database, a stand-in ---- */

async (void, execute, (struct connection *, self), (int, query))
{
	static const double seconds[] = { 0, 0.3, 0.1, 0.2, 0.4, 0.25 };

	printf("connection %d runs query %d\n", self->number, query);
	await (async_sleep(seconds[query]));
	if (query == 3)
		raise (ValueError, "syntax error");
	printf("query %d is answered\n", query);
}


struct pool { struct connection *ring[CONNECTIONS]; unsigned in, out; struct condition free_one; struct connection all[CONNECTIONS]; };
struct loan { struct pool *from; struct connection *c; };
async (struct connection *, loan_aenter, (struct loan *, l))
{
	struct pool *p = l->from;
	async_with (&p->free_one) {
		while (p->in == p->out) await (condition_wait(&p->free_one));
		l->c = p->ring[p->out++ % CONNECTIONS];
	} end_with
	return l->c;
}
async (bool, loan_aexit, (struct loan *, l), (struct exception *, e))
{
	struct pool *p = l->from;
	printf("connection %d is back\n", l->c->number);
	async_with (&p->free_one) {
		p->ring[p->in++ % CONNECTIONS] = l->c;
		condition_notify(&p->free_one, 1);
	} end_with
	return false;
}
async_context_manager (loan, struct loan *);
async (void, run_query, (struct pool *, pool), (int, query))
{
	struct loan l = { .from = pool };
	try {
		async_with (c, loan(&l)) { await (execute(c, query)); } end_with
	} except (ValueError, e) { printf("query %d failed: %s\n", query, e->message); } end_try
}
async (void, main_coroutine)
{
	struct pool pool = { .free_one = Condition() };
	for (pool.in = 0; pool.in < CONNECTIONS; pool.in++) { pool.all[pool.in].number = pool.in; pool.ring[pool.in] = &pool.all[pool.in]; }
	puts("pool of 3");
	async_with (g, task_group()) {
		for (int q = 1; ; q++) {
			group_create_task(g, run_query(&pool, q));
			if (q == QUERIES) break;
			await (async_sleep(0.02));
		}
	} end_with
	puts("all queries are through");
}

int main(void)
{
	return async_run(main_coroutine());
}
