#include "text/composed.h"

#include <string.h>

#include "text/text.h"
#include "text/visible.h"

/* What a mark makes of letters: of the first one the first, and so on. From Unicode's
 * canonical decompositions. */
static const struct {
	unsigned mark;
	const char *letters, *composed;
} marks[] = {
	{ 0x0300, "AEINOUWYaeinouwyÂÊÔÜâêôüĂăĒēŌōƠơƯưЕИеи",
	  "ÀÈÌǸÒÙẀỲàèìǹòùẁỳẦỀỒǛầềồǜẰằḔḕṐṑỜờỪừЀЍѐѝ" },
	{ 0x0301,
	  "ACEGIKLMNOPRSUWYZacegiklmnoprsuwyz¨ÂÅÆÇÊÏÔÕØÜâåæçêïôõøüĂăĒēŌōŨũƠơƯưΑΕΗΙΟΥΩαεηι"
	  "ουωϊϋϒГКгк",
	  "ÁĆÉǴÍḰĹḾŃÓṔŔŚÚẂÝŹáćéǵíḱĺḿńóṕŕśúẃýź΅ẤǺǼḈẾḮỐṌǾǗấǻǽḉếḯốṍǿǘẮắḖḗṒṓṸṹỚớỨứΆΈΉΊΌΎΏάέήί"
	  "όύώΐΰϓЃЌѓќ" },
	{ 0x0302, "ACEGHIJOSUWYZaceghijosuwyzẠạẸẹỌọ",
	  "ÂĈÊĜĤÎĴÔŜÛŴŶẐâĉêĝĥîĵôŝûŵŷẑẬậỆệỘộ" },
	{ 0x0303, "AEINOUVYaeinouvyÂÊÔâêôĂăƠơƯư", "ÃẼĨÑÕŨṼỸãẽĩñõũṽỹẪỄỖẫễỗẴẵỠỡỮữ" },
	{ 0x0304, "AEGIOUYaegiouyÄÆÕÖÜäæõöüǪǫȦȧȮȯИУиуḶḷṚṛ",
	  "ĀĒḠĪŌŪȲāēḡīōūȳǞǢȬȪǕǟǣȭȫǖǬǭǠǡȰȱӢӮӣӯḸḹṜṝ" },
	{ 0x0306, "AEGIOUaegiouȨȩАЕЖИУаежиуẠạ", "ĂĔĞĬŎŬăĕğĭŏŭḜḝӐӖӁЙЎӑӗӂйўẶặ" },
	{ 0x0307, "ABCDEFGHIMNOPRSTWXYZabcdefghmnoprstwxyzŚśŠšſṢṣ",
	  "ȦḂĊḊĖḞĠḢİṀṄȮṖṘṠṪẆẊẎŻȧḃċḋėḟġḣṁṅȯṗṙṡṫẇẋẏżṤṥṦṧẛṨṩ" },
	{ 0x0308, "AEHIOUWXYaehiotuwxyÕõŪūΙΥιυϒІАЕЖЗИОУЧЫЭаежзиоучыэіӘәӨө",
	  "ÄËḦÏÖÜẄẌŸäëḧïöẗüẅẍÿṎṏṺṻΪΫϊϋϔЇӒЁӜӞӤӦӰӴӸӬӓёӝӟӥӧӱӵӹӭїӚӛӪӫ" },
	{ 0x0309, "AEIOUYaeiouyÂÊÔâêôĂăƠơƯư", "ẢẺỈỎỦỶảẻỉỏủỷẨỂỔẩểổẲẳỞởỬử" },
	{ 0x030a, "AUauwy", "ÅŮåůẘẙ" },
	{ 0x030b, "OUouУу", "ŐŰőűӲӳ" },
	{ 0x030c, "ACDEGHIKLNORSTUZacdeghijklnorstuzÜüƷʒ",
	  "ǍČĎĚǦȞǏǨĽŇǑŘŠŤǓŽǎčďěǧȟǐǰǩľňǒřšťǔžǙǚǮǯ" },
	{ 0x030f, "AEIORUaeioruѴѵ", "ȀȄȈȌȐȔȁȅȉȍȑȕѶѷ" },
	{ 0x0311, "AEIORUaeioru", "ȂȆȊȎȒȖȃȇȋȏȓȗ" },
	{ 0x031b, "OUou", "ƠƯơư" },
	{ 0x0323, "ABDEHIKLMNORSTUVWYZabdehiklmnorstuvwyzƠơƯư",
	  "ẠḄḌẸḤỊḲḶṂṆỌṚṢṬỤṾẈỴẒạḅḍẹḥịḳḷṃṇọṛṣṭụṿẉỵẓỢợỰự" },
	{ 0x0324, "Uu", "Ṳṳ" },
	{ 0x0325, "Aa", "Ḁḁ" },
	{ 0x0326, "STst", "ȘȚșț" },
	{ 0x0327, "CDEGHKLNRSTcdeghklnrst", "ÇḐȨĢḨĶĻŅŖŞŢçḑȩģḩķļņŗşţ" },
	{ 0x0328, "AEIOUaeiou", "ĄĘĮǪŲąęįǫų" },
	{ 0x032d, "DELNTUdelntu", "ḒḘḼṊṰṶḓḙḽṋṱṷ" },
	{ 0x032e, "Hh", "Ḫḫ" },
	{ 0x0330, "EIUeiu", "ḚḬṴḛḭṵ" },
	{ 0x0331, "BDKLNRTZbdhklnrtz", "ḆḎḴḺṈṞṮẔḇḏẖḵḻṉṟṯẕ" },
	{ 0x3099,
	  "うかきくけこさしすせそたちつてとはひふへほゝウカキクケコサシスセソタチツテトハ"
	  "ヒフヘホワヰヱヲヽ",
	  "ゔがぎぐげござじずぜぞだぢづでどばびぶべぼゞヴガギグゲゴザジズゼゾダヂヅデドバ"
	  "ビブベボヷヸヹヺヾ" },
	{ 0x309a, "はひふへほハヒフヘホ", "ぱぴぷぺぽパピプペポ" },
};

/* Korean syllables are counted through: all of the first letters with all of the vowels
 * with all of the last ones, or none (the Unicode Standard, 3.12). */
enum {
	SYLLABLES = 0xac00,
	FIRSTS = 0x1100,
	VOWELS = 0x1161,
	LASTS = 0x11a7,
	FIRST_COUNT = 19,
	VOWEL_COUNT = 21,
	LAST_COUNT = 28,
};

static unsigned compose_korean(unsigned letter, unsigned mark)
{
	unsigned syllable = letter - SYLLABLES;

	if (letter >= FIRSTS && letter < FIRSTS + FIRST_COUNT && mark >= VOWELS &&
	    mark < VOWELS + VOWEL_COUNT)
		return SYLLABLES +
		       ((letter - FIRSTS) * VOWEL_COUNT + mark - VOWELS) * LAST_COUNT;
	if (letter >= SYLLABLES && syllable < FIRST_COUNT * VOWEL_COUNT * LAST_COUNT &&
	    syllable % LAST_COUNT == 0 && mark > LASTS && mark < LASTS + LAST_COUNT)
		return letter + mark - LASTS;
	return 0;
}

/* The character at *at, which is moved past it. */
static unsigned take(const char **at)
{
	unsigned point = 0;

	*at += utf8_decode(*at, strlen(*at), &point);
	return point;
}

/* Both as one character; 0: there is none. */
static unsigned compose(unsigned letter, unsigned mark)
{
	for (size_t i = 0; i < sizeof(marks) / sizeof(*marks); i++) {
		const char *from = marks[i].letters, *to = marks[i].composed;

		while (marks[i].mark == mark && *from) {
			unsigned composed = take(&to);

			if (take(&from) == letter)
				return composed;
		}
	}
	return compose_korean(letter, mark);
}

/* None that is composed has more than three bytes. */
static void add_point(struct text *text, unsigned point)
{
	const char bytes[] = {
		(char)(0xe0 | point >> 12),
		(char)(0x80 | (point >> 6 & 0x3f)),
		(char)(0x80 | (point & 0x3f)),
	};

	if (point < 0x800)
		text_add_format(text, "%c%c", (char)(0xc0 | point >> 6), bytes[2]);
	else
		text_add_bytes(text, bytes, sizeof(bytes));
}

/* How many bytes a letter has with all the marks that it can be composed with; *point is
 * what it is then. */
static size_t take_letter(const char *at, size_t length, unsigned *point)
{
	size_t taken = utf8_decode(at, length, point), more;
	unsigned mark, composed;

	while (taken && (more = utf8_decode(at + taken, length - taken, &mark)) &&
	       (composed = compose(*point, mark))) {
		*point = composed;
		taken += more;
	}
	return taken;
}

char *text_composed(const char *text)
{
	size_t length = strlen(text), taken;
	struct text composed = { 0 };
	unsigned first, point;

	for (; *text; text += taken, length -= taken) {
		size_t alone = utf8_decode(text, length, &first);

		taken = take_letter(text, length, &point);
		if (taken > alone)
			add_point(&composed, point);
		else
			text_add_bytes(&composed, text, taken = alone ? alone : 1);
	}
	return text_take(&composed);
}
