/*
 * A server to practise on, on one's own machine alone (127.0.0.1): pages of JSON and
 * HTML, and all that goes wrong with real ones, by the second.
 *
 * Its program is a companion of the one that is practised with:
 *
 *	#include <async/practice_server.h>
 *
 *	int main(int argc, char **argv)
 *	{
 *		return practice_server_main(argc, argv);
 *	}
 *
 * And that one starts it, at a free port, and ends it again:
 *
 *	async_with (site, practice_site("./practice_server")) {
 *		async_with (session, http_session(.base_url = site->url)) {
 *			async_with (response, session_get(session, "/items?page=1")) {
 *				…
 *			} end_with
 *		} end_with
 *	} end_with
 *
 * What it serves; times are in seconds, and may be fractions:
 *
 *	/                          this list
 *	/hello?name=you            a line of text
 *	/items?page=1&pages=3&size=2
 *	                           a page of JSON: "items", and "next", which is the path
 *	                           of the next page, or null
 *	/items/7                   one item, as JSON
 *	/catalogue?page=1&pages=3&size=2
 *	                           a page of HTML, with links to the items and to the next
 *	/catalogue/7               one item, as HTML
 *	/lines?count=5&every=1     a line of text each second
 *	/bytes?count=100000        so many bytes
 *	/stall?after=10            promises 100 bytes, sends so many, and then no more
 *	/drop?after=10             promises 100 bytes, sends so many, and hangs up
 *	/hang-up                   hangs up without an answer
 *	/flaky?fails=2&key=a       so many times 500, then 200, for each key
 *	/limited?rate=2&per=1      so many times in so many seconds; beyond that 429, and
 *	                           Retry-After says when to come again
 *	/status/404                that status
 *	/redirect?times=2          leads to itself so many times, then to /hello
 *	/echo                      what was asked, as JSON
 *	/cookie?set=1              gives a cookie, and tells of the one that it got
 *	/counts                    how many requests and connections there were, as JSON
 *
 * With each of them: &delay=0.2 waits so long before it answers. A delay for all is
 * said when it is started: practice_site("./practice_server", "--delay", "0.2").
 *
 * A header of the part «http» of the runtime.
 */
#ifndef ASYNC_PRACTICE_SERVER_H
#define ASYNC_PRACTICE_SERVER_H

#include <async/http_server.h>

/* ---- the server ---- */

/* practice_server_main (argc, argv): serves until it is ended by a signal, or until
 * who started it is gone. Gives an exit status: 2, and a sentence on standard error,
 * for what it cannot do. Arguments:
 *
 *	--socket N     listens on the socket that it has inherited as descriptor N
 *	--port N       listens at this port; without either, at a free one, and says
 *	               which on standard output
 *	--delay S      waits so many seconds before each answer
 *	--verbose      says each request on standard output
 */
int practice_server_main(int argc, char **argv);

/* The same for a site of one's own: its program is
 *	return practice_main(argc, argv, answer);
 * where answer is a handler as http_server wants it. */
#define practice_main(argc, argv, handler)                                               \
	practice_main_((argc), (argv), HTTP_HANDLER_(handler))
int practice_main_(int argc, char **argv, struct stream_handler);

/* The same site for a server in one's own process:
 *	struct practice practice = { 0 };
 *	async_with (server, http_method_server(&practice, practice_answer, "127.0.0.1", 0))
 */
struct practice {
	struct practice_count *counts; /* its memory; NULL to begin with */
};
async_declare (void, practice_answer, (struct practice *, self),
	      (struct http_exchange *, exchange));
void practice_free(struct practice *);

/* ---- a server that somebody else runs ---- */

struct practice_site {
	char url[40]; /* "http://127.0.0.1:40001" */
	int port;
	struct process *process;
};

/* practice_site (program, argument, …): a manager. Entering starts the program, with
 * a socket on which it is to listen: so it can be reached at once. Leaving ends it, and
 * waits for its end. Entering raises OSError or one of its kinds if there is no such
 * program, or no socket. */
#define practice_site(...)                                                               \
	practice_companion(practice_site_new_((const char *const[]){ __VA_ARGS__, NULL }))

struct practice_site *practice_site_new_(const char *const *arguments);
async_declare (struct practice_site *, practice_companion_aenter,
	      (struct practice_site *, site));
async_declare (void, practice_companion_aexit, (struct practice_site *, site),
	      (struct exception *, exception));
async_context_manager (practice_companion, struct practice_site *);

#endif
