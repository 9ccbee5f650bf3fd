#include <async.h>
#include <stdio.h>
struct connection {
	int number;
};
async (void, execute, (struct connection *, self), (int, query))
{
	static const double seconds[] = { 0, 0.3, 0.1, 0.2, 0.4, 0.25 };

	printf("connection %d runs query %d\n", self->number, query);
	await (async_sleep(seconds[query]));
	if (query == 3)
		raise (ValueError, "syntax error");
	printf("query %d is answered\n", query);
}
struct pool {
	struct condition some;
	struct connection c[3];
	struct connection *free[3];
	int n;
};
async (struct connection *, pool_take, (struct pool *, p))
{
	struct connection *c;
	async_with (&p->some) {
		while (!p->n)
			await (condition_wait(&p->some));
		c = p->free[0];
		p->n--;
		for (int i = 0; i < p->n; i++)
			p->free[i] = p->free[i + 1];
	} end_with
	return c;
}
async (void, pool_give, (struct pool *, p), (struct connection *, c))
{
	async_with (&p->some) {
		p->free[p->n++] = c;
		condition_notify(&p->some, 1);
	} end_with
}
struct loan {
	struct pool *p;
	struct connection *c;
};
async (struct connection *, loan_aenter, (struct loan *, l))
{
	l->c = await (pool_take(l->p));
	return l->c;
}
async (bool, loan_aexit, (struct loan *, l), (struct exception *, e))
{
	printf("connection %d is back\n", l->c->number);
	await (pool_give(l->p, l->c));
	return false;
}
async_context_manager (loan, struct loan *);
async (void, query, (struct pool *, p), (int, q))
{
	struct loan l = { p };
	await (async_sleep(0.02 * (q - 1)));
	try {
		async_with (c, loan(&l)) {
			await (execute(c, q));
		} end_with
	} except (ValueError, e) {
		printf("query %d failed: %s\n", q, e->message);
	} end_try
}
async (void, m)
{
	struct pool p = { .some = Condition(), .n = 3 };
	for (int i = 0; i < 3; i++) {
		p.c[i].number = i;
		p.free[i] = p.c + i;
	}
	puts("pool of 3");
	await (gather(query(&p, 1), query(&p, 2), query(&p, 3), query(&p, 4),
		     query(&p, 5)));
	puts("all queries are through");
}
int main(void)
{
	return async_run(m());
}
