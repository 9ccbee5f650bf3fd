// my own work
#include <async.h>

#include <stdio.h>
#include <stdlib.h>

struct counter {
  int limit;
  int current;
};

struct counter *counter_aiter(struct counter *self) {
  return self;
}

static int advance(struct counter *self) {
  int value = self->current + 1;

  if (value > self->limit)
    return -1;
  self->current = value;
  return value;
}

async (int, counter_anext, (struct counter *, self)) {
  int n = advance(self);

  if (n < 0)
    raise (StopAsyncIteration);
  await (async_sleep(0.1));
  return n;
}

async_iterator (counter, struct counter *);

async_generator (int, count_to, (int, limit)) {
  int todo = limit, n = 0;

  while (todo-- > 0) {
    n++;
    await (async_sleep(0.5));
    yield (n);
  }
}

async (void, main_coroutine, (int, first), (int, second)) {
  struct counter c = { .limit = first };

  async_for (int, n, counter(&c))
    printf("%d\n", n);
  async_for (int, n, count_to(second))
    printf("%d\n", n);
}

int main(int argc, char **argv) {
  int first = argc > 1 ? atoi(argv[1]) : 5;
  int second = argc > 2 ? atoi(argv[2]) : 3;

  return async_run(main_coroutine(first, second));
}
