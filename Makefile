# Two commands are all that a clean machine with git and make needs:
#
#	make start    sets up, builds, and shows the main job
#	make test     sets up, builds, and runs every test
#
# `make help` lists the rest. Sources are found by where they lie, so a new file
# needs no line here:
#
#	runtime/src/**/*.c *.S           build/libasync.a
#	runtime/library/PART/*.c         build/libasync_PART.a, if its libraries are there
#	grader/**/*.c                    build/libgrader.a, and with command/main.c
#	                                 build/course
#	grader/clock/preload*.c          build/libcourse_clock.so
#	grader/heap/*.c                  build/libcourse_heap.so
#	grader/run/inside*.c             build/course_inside, linked statically, with child.c
#	                                 and sending.c
#	lessons/ exercises/ solutions/   build/recorded_runs: what their programs do
#	runtime/tests/test_*.c           build/tests/runtime/test_*   (cmocka)
#	grader/tests/test_*.c            build/tests/grader/test_*    (cmocka)
#	*/tests/test_*.sh                run as they are              (print TAP)
#	runtime/library/PART/tests/      the same, for that part
#	*/tests/*.c, others              linked into each test of that room
#	grader/tests/programs/*.c        build/tests/programs/*; static_* linked so
#	*/bench/bench_*.c *.sh           build/bench/, run by `make bench`
#	grader/tests/soak*.sh            run by `make soak`
#	runtime/oracle/**/*.c            build/oracle/, for runtime/oracle/compare.sh
#
# An assembly file is always assembled: it leaves itself out, by #ifdef, on a
# machine that it is not for.

.DEFAULT_GOAL := all
.DELETE_ON_ERROR:
.ONESHELL:
.SECONDARY:
.SUFFIXES:
.SHELLFLAGS := -euc
MAKEFLAGS += --no-builtin-rules

# Settings, each for the command line -----------------------------------------

CFLAGS ?= -O2 -g
# 1: a warning is an error
WERROR :=
# address,undefined or thread: the course, the tests, and the runtime that they
# link are built with it, in a folder of their own
SANITIZE :=
# 1: shows each command
V :=
# part of the name of the tests to be run
T :=
JOBS := $(shell nproc 2>/dev/null || echo 2)
PREFIX := /usr/local
DESTDIR :=
# Of the optional parts of the runtime, those that are wanted; none: PARTS=
all_parts := http html database postgresql
PARTS := $(all_parts)

comma := ,
space := $() $()
BUILD := build$(if $(SANITIZE),/sanitize-$(subst $(comma),-,$(SANITIZE))$(if \
	$(findstring clang,$(notdir $(CC))),-clang))
# What a learner's program meets (the runtime, the clock, the programs that tests
# run) is never sanitized; what we run ourselves is.
SHIPPED := $(if $(SANITIZE),build,$(BUILD))

ifeq ($(V),)
.SILENT:
endif

# What must be there ----------------------------------------------------------

# By the names of Debian's packages, …
CORE_PACKAGES := gcc libc6-dev make pkg-config libuv1-dev libcmark-dev \
	libjansson-dev libcmocka-dev libdw-dev bubblewrap libseccomp-dev \
	libarchive-dev nettle-dev
# … these only for `make test`, which leaves out what it has no tool for, …
TEST_PACKAGES := clang libclang-rt-dev llvm clang-format clang-tidy valgrind python3 \
	gcc-aarch64-linux-gnu libc6-dev-arm64-cross qemu-user \
	man-db bash-completion zsh fish vim \
	libxml2-utils python3-jsonschema python3-yaml slurm-wlm munge \
	openssl postgresql \
	chromium nodejs
# (In some builds of Node, npm is not a package of its own.)
TEST_PACKAGES += $(shell command -v npm >/dev/null || echo npm)
# … these only for `make bench`: others to be measured beside us, …
BENCH_PACKAGES := python3 python3-aiofiles python3-aiohttp python3-asyncpg \
	postgresql libboost-context-dev libst-dev
# … and by the names that pkg-config knows.
RUNTIME_LIBRARIES := libuv
GRADER_LIBRARIES := libuv libcmark jansson libdw libarchive nettle
TEST_LIBRARIES := cmocka

# What an optional part of the runtime needs: by pkg-config's names, by the headers
# of libraries that pkg-config does not know and how to link with those, and by the
# names of Debian's packages. A part that extends another is linked with that one.
libraries_of_http := libcurl jansson
headers_of_http := http_parser.h
links_of_http := -lhttp_parser
packages_of_http := libcurl4-openssl-dev libhttp-parser-dev
libraries_of_html := libxml-2.0
packages_of_html := libxml2-dev
libraries_of_database := sqlite3
packages_of_database := libsqlite3-dev
libraries_of_postgresql := libpq
packages_of_postgresql := libpq-dev
extends_of_postgresql := database
LIBRARY_PACKAGES := $(foreach part,$(PARTS),$(packages_of_$(part)))

# $(call ask,VARIABLE,COMMAND): the output of a command, which is run when the
# variable is first used and not again. (Before set-up there is no pkg-config.)
ask = $(if $(filter undefined,$(origin $(1))),$(eval $(1) := $$(shell $(2))))$($(1))
runtime_cflags = $(call ask,runtime_cflags_told,pkg-config --cflags $(RUNTIME_LIBRARIES))
runtime_libs = $(call ask,runtime_libs_told,pkg-config --libs $(RUNTIME_LIBRARIES)) -lpthread -lm
# Without it there is a jail, but no filter of system calls in it.
OPTIONAL_LIBRARIES := $(call ask,seccomp_there,pkg-config --exists libseccomp 2>/dev/null \
	&& echo libseccomp)
grader_cflags = $(call ask,grader_cflags_told,pkg-config --cflags $(GRADER_LIBRARIES) \
	$(OPTIONAL_LIBRARIES)) $(if $(OPTIONAL_LIBRARIES),-DHAVE_SECCOMP)
# (Without what is loaded only when it is needed.)
grader_libs = -Wl,--as-needed $(call ask,grader_libs_told,pkg-config --libs $(GRADER_LIBRARIES) \
	$(OPTIONAL_LIBRARIES)) -lpthread -lm -ldl

# Sources and what becomes of them --------------------------------------------

# $(call find,FOLDER,NAME…): files below a folder, without an editor's own
find = $(sort $(shell for name in $(patsubst %,'%',$(2)); do \
	find $(1) -type f -name "$$name" -not -name '.*' 2>/dev/null; done))

runtime_sources := $(call find,runtime/src,*.c *.S)
preload_sources := $(wildcard grader/clock/preload*.c)
heap_sources := $(wildcard grader/heap/*.c)
inside_sources := $(wildcard grader/run/inside*.c)
grader_sources := $(filter-out grader/tests/% grader/bench/% $(preload_sources) $(heap_sources) $(inside_sources) \
	grader/command/main.c,$(call find,grader,*.c))
program_sources := $(wildcard grader/tests/programs/*.c)
part_sources = $(wildcard runtime/library/$(1)/*.c)
part_test_sources = $(wildcard runtime/library/$(1)/tests/test_*.c)
part_test_helpers = $(filter-out $(part_test_sources),$(wildcard runtime/library/$(1)/tests/*.c))
part_program_sources = $(wildcard runtime/library/$(1)/tests/programs/*.c)
part_bench_sources = $(wildcard runtime/library/$(1)/bench/*.c)
oracle_sources := $(call find,runtime/oracle,*.c)
runtime_test_sources := $(wildcard runtime/tests/test_*.c)
grader_test_sources := $(wildcard grader/tests/test_*.c)
runtime_test_helpers := $(filter-out $(runtime_test_sources),$(wildcard runtime/tests/*.c))
grader_test_helpers := $(filter-out $(grader_test_sources),$(wildcard grader/tests/*.c))
runtime_bench_sources := $(wildcard runtime/bench/bench_*.c)
grader_bench_sources := $(wildcard grader/bench/bench_*.c)

# Those parts that can be built here, and those that cannot.
can_build = $(foreach part,$(PARTS),{ \
	$(if $(libraries_of_$(part)),pkg-config --exists $(libraries_of_$(part)) &&) \
	printf '\043include <%s>\n' stddef.h $(headers_of_$(part)) | $(CC) -E -x c -; \
	} >/dev/null 2>&1 && echo $(part);)
parts := $(if $(PARTS),$(shell $(can_build)))
parts_left_out := $(filter-out $(parts),$(all_parts))

main_source := grader/command/main.c
our_sources := $(runtime_sources) $(preload_sources) $(heap_sources) $(inside_sources) $(grader_sources) \
	$(main_source) \
	$(foreach part,$(parts),$(call part_sources,$(part)))
test_sources := $(runtime_test_sources) $(runtime_test_helpers) $(grader_test_sources) \
	$(grader_test_helpers) $(program_sources) $(runtime_bench_sources) $(grader_bench_sources) \
	$(foreach part,$(parts),$(call part_test_sources,$(part)) $(call part_test_helpers,$(part)) \
	$(call part_program_sources,$(part)) $(call part_bench_sources,$(part)))
# Whoever works in the course may call a file what they like: names that make or a shell
# cannot take are none of the course's.
course_files := $(shell LC_ALL=C find lessons exercises solutions -type f \
	-not -path '*[!A-Za-z0-9_./+-]*' -not -name '.*' 2>/dev/null)
learner_sources := $(filter exercises/%.c solutions/%.c,$(course_files))

plain := $(SHIPPED)/objects
ours := $(BUILD)/objects

runtime_library := $(SHIPPED)/libasync.a
tested_runtime := $(BUILD)/libasync$(if $(SANITIZE),_sanitized).a
precompiled_header := $(SHIPPED)/include/async.h.gch
grader_library := $(BUILD)/libgrader.a
clock_library := $(SHIPPED)/libcourse_clock.so
heap_library := $(SHIPPED)/libcourse_heap.so
inside := $(SHIPPED)/course_inside
course := $(BUILD)/course
runtime_tests := $(runtime_test_sources:runtime/tests/%.c=$(BUILD)/tests/runtime/%)
grader_tests := $(grader_test_sources:grader/tests/%.c=$(BUILD)/tests/grader/%)
programs := $(program_sources:grader/tests/programs/%.c=$(SHIPPED)/tests/programs/%)
oracle_programs := $(oracle_sources:runtime/oracle/%.c=$(SHIPPED)/oracle/%)
runtime_benches := $(runtime_bench_sources:runtime/bench/%.c=$(SHIPPED)/bench/runtime/%)
grader_benches := $(grader_bench_sources:grader/bench/%.c=$(BUILD)/bench/grader/%)
part_table := $(SHIPPED)/parts
part_libraries := $(parts:%=$(SHIPPED)/libasync_%.a)
part_tests := $(foreach part,$(parts),$(patsubst runtime/library/$(part)/tests/%.c,\
	$(BUILD)/tests/$(part)/%,$(call part_test_sources,$(part))))
part_programs := $(foreach part,$(parts),$(patsubst runtime/library/$(part)/tests/programs/%.c,\
	$(SHIPPED)/tests/$(part)/programs/%,$(call part_program_sources,$(part))))
part_benches := $(foreach part,$(parts),$(patsubst runtime/library/$(part)/bench/%.c,\
	$(SHIPPED)/bench/$(part)/%,$(call part_bench_sources,$(part))))

all: ## builds the runtime, the clock and the course, and records what lessons show (the default)
all: built $(BUILD)/recorded_runs

# What tests and benches need of it: they run programs themselves.
built: $(runtime_library) $(part_libraries) $(part_table) $(precompiled_header) \
	$(precompiled_header:.gch=) \
	$(clock_library) $(heap_library) $(inside) $(course) $(BUILD)/compile_commands.json $(BUILD)/course.1 \
	$(SHIPPED)/handed_out
.PHONY: all built

# Compiling -------------------------------------------------------------------

language := -std=gnu2x
warnings := -Wall -Wextra -Wshadow -Wstrict-prototypes $(if $(WERROR),-Werror)
sanitizers := $(if $(SANITIZE),-fsanitize=$(SANITIZE) -fno-sanitize-recover=all \
	-fno-omit-frame-pointer)

# Of each room, by the first folder of a file's path.
flags_runtime = -Iruntime/include -iquote runtime/src $(runtime_cflags)
flags_grader = -Igrader -Iruntime/include $(grader_cflags)
# What a learner would write is compiled as a learner's program is: without
# optimisation, so that no local needs to be volatile.
flags_of = $(flags_$(firstword $(subst /, ,$(1)))) $(if $(filter runtime/oracle/%,$(1)),-O0) \
	$(if $(filter runtime/library/%,$(1)),$(call part_cflags,$(word 3,$(subst /, ,$(1)))))

# $(call compile,MORE FLAGS)
define compile
mkdir -p $(@D)
$(CC) $(CPPFLAGS) $(language) $(warnings) $(CFLAGS) $(1) $(call flags_of,$<) -MMD -MP -c -o $@ $<
endef

# $(call link,LIBRARIES): of all objects and archives that the target depends on
define link
mkdir -p $(@D)
rm -f $@
$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $(filter %.o,$^) $(filter %.a,$^) $(1)
endef

define archive
rm -f $@
ar rcs $@ $(filter %.o,$^)
endef

announce = echo '  built $@'

$(plain)/%.o: % $(SHIPPED)/settings | build/libraries
	$(call compile,)

ifneq ($(ours),$(plain))
$(ours)/%.o: % $(BUILD)/settings | build/libraries
	$(call compile,$(sanitizers))
endif

# The files of that folder are put into it.
$(ours)/grader/web/asset.c.o: $(wildcard grader/web/*.css grader/web/*.js)

# A program must not find what the library calls its own functions.
$(SHIPPED)/shared/%.o: % $(SHIPPED)/settings | build/libraries
	$(call compile,-fPIC -fvisibility=hidden)

$(runtime_library): $(runtime_sources:%=$(plain)/%.o) $(SHIPPED)/settings
	$(archive)
	$(announce)

ifneq ($(tested_runtime),$(runtime_library))
$(tested_runtime): $(runtime_sources:%=$(ours)/%.o) $(BUILD)/settings
	$(archive)
	$(announce)
endif

$(grader_library): $(grader_sources:%=$(ours)/%.o) $(BUILD)/settings
	$(archive)

$(course): $(ours)/$(main_source).o $(grader_library)
	$(call link,$(sanitizers) $(grader_libs))
	$(announce)

$(clock_library): $(preload_sources:%=$(SHIPPED)/shared/%.o)
	$(call link,-shared -Wl$(comma)-z$(comma)defs -ldl -lpthread)
	$(announce)

# Like the clock's, but for the functions that it is there to replace, hidden.
$(heap_library): $(heap_sources:%=$(SHIPPED)/shared/%.o)
	$(call link,-shared -Wl$(comma)-z$(comma)defs -ldl -lpthread)
	$(announce)

# Copied into each jail: small, and in need of nothing that is there.
$(inside): $(inside_sources:%=$(plain)/%.o) $(plain)/grader/run/child.c.o $(plain)/grader/run/sending.c.o
	$(call link,-static -s)
	$(announce)

$(runtime_tests): $(BUILD)/tests/runtime/%: $(ours)/runtime/tests/%.c.o \
		$(runtime_test_helpers:%=$(ours)/%.o) $(tested_runtime)
	$(call link,$(sanitizers) -lcmocka $(runtime_libs))

$(grader_tests): $(BUILD)/tests/grader/%: $(ours)/grader/tests/%.c.o \
		$(grader_test_helpers:%=$(ours)/%.o) $(grader_library)
	$(call link,$(sanitizers) -lcmocka $(grader_libs))

# The parts -------------------------------------------------------------------

part_cflags = $(if $(libraries_of_$(1)),$(call \
	ask,part_cflags_$(1)_told,pkg-config --cflags $(libraries_of_$(1))))
part_libs = $(if $(libraries_of_$(1)),$(call \
	ask,part_libs_$(1)_told,pkg-config --libs $(libraries_of_$(1)))) $(links_of_$(1))
# Those that extend it. Nothing names what is in them, so it is linked as a whole.
extensions = $(foreach part,$(parts),$(if $(filter $(1),$(extends_of_$(part))),$(part)))
# $(call part_linked,PART,ENDING): archives before the runtime, libraries behind
part_linked = $(foreach part,$(call extensions,$(1)),\
	-Wl,--whole-archive libasync_$(part)$(2).a -Wl,--no-whole-archive) libasync_$(1)$(2).a \
	$(foreach part,$(1) $(call extensions,$(1)),$(call part_libs,$(part)))

# $(call part_rules,PART,ENDING OF ITS TESTED ARCHIVE,…). A test of a part that
# extends another is linked with that one too.
define part_rules
$(SHIPPED)/libasync_$(1).a: $(patsubst %,$(plain)/%.o,$(call part_sources,$(1))) $(SHIPPED)/settings
	$$(archive)
	$$(announce)

ifneq ($(2),)
$(BUILD)/libasync_$(1)$(2).a: $(patsubst %,$(ours)/%.o,$(call part_sources,$(1))) $(BUILD)/settings
	$$(archive)
endif

$(filter $(BUILD)/tests/$(1)/%,$(part_tests)): $(BUILD)/tests/$(1)/%: \
		$(ours)/runtime/library/$(1)/tests/%.c.o \
		$(patsubst %,$(ours)/%.o,$(call part_test_helpers,$(1)) $(runtime_test_helpers)) \
		$(BUILD)/parts_built
	$$(call link,$$(sanitizers) $$(call part_words,$(1),$(BUILD),$(2)) \
		$(tested_runtime) -lcmocka $$(runtime_libs))

$(filter $(SHIPPED)/tests/$(1)/programs/%,$(part_programs)): $(SHIPPED)/tests/$(1)/programs/%: \
		$(plain)/runtime/library/$(1)/tests/programs/%.c.o $(SHIPPED)/parts_built
	$$(call link,$$(call part_words,$(1),$(SHIPPED)) $(runtime_library) $$(runtime_libs))

$(filter $(SHIPPED)/bench/$(1)/%,$(part_benches)): $(SHIPPED)/bench/$(1)/%: \
		$(plain)/runtime/library/$(1)/bench/%.c.o $(SHIPPED)/parts_built
	$$(call link,$$(call part_words,$(1),$(SHIPPED)) $(runtime_library) $$(runtime_libs))
endef
# $(call part_words,PART,FOLDER,ENDING): as part_linked, of the part that it extends too
part_words = $(patsubst libasync_%,$(2)/libasync_%,$(call \
	part_linked,$(or $(extends_of_$(1)),$(1)),$(3)))
$(foreach part,$(parts),$(eval $(call part_rules,$(part),$(if $(SANITIZE),_sanitized))))

# Empty; newer than all that is linked by name, and not as something depended on.
$(SHIPPED)/parts_built: $(part_libraries) $(runtime_library)
	touch $@

ifneq ($(BUILD),$(SHIPPED))
$(BUILD)/parts_built: $(parts:%=$(BUILD)/libasync_%_sanitized.a) $(tested_runtime)
	touch $@
endif

# Tells the course how to link a program that includes a header of a part. A line:
#	HEADER PART there WORD…         what it is linked with, before the runtime
#	HEADER PART missing PACKAGE…    what must be installed first
# The headers of a part are those that have a source of the same name in it, and are not
# the runtime's own: what async.h includes is linked with no part, whatever a source is
# called.
own_headers = $(notdir $(call ask,own_headers_told,$(CC) -MM -Iruntime/include $(runtime_cflags) \
	runtime/include/async.h))
part_headers = $(filter-out $(own_headers),$(notdir $(wildcard $(patsubst \
	runtime/library/$(1)/%.c,runtime/include/async/%.h,$(call part_sources,$(1))))))
$(part_table): always
	mkdir -p $(@D)
	{
		:
		$(foreach part,$(parts),$(foreach header,$(call part_headers,$(part)),
		echo '$(header) $(part) there $(strip $(call part_linked,$(part)))'))
		$(foreach part,$(parts_left_out),$(foreach header,$(call part_headers,$(part)),
		echo '$(header) $(part) missing $(packages_of_$(part))'))
	} >$@.new
	twice=$$(cut -d ' ' -f 1 $@.new | sort | uniq -d)
	[ -z "$$twice" ] || {
		echo "Two parts of the runtime have a source of the name of <async/"$$twice">:" \
			'call one of them something else.' >&2
		rm $@.new
		exit 1
	}
	if cmp -s $@.new $@; then rm $@.new; else
		mv $@.new $@
		$(if $(parts_left_out),$(call say_left_out))
	fi

# What a build without some part says, once.
define say_left_out
echo '  left out: the parts $(parts_left_out) of the runtime, and the lessons that use them.'
echo '  `make setup-library` installs what they need ($(foreach part,$(parts_left_out),$(packages_of_$(part)))).'
endef

# Static ones are for the clock, which cannot reach them.
static_programs := $(filter $(SHIPPED)/tests/programs/static_%,$(programs))

$(filter-out $(static_programs),$(programs)): $(SHIPPED)/tests/programs/%: \
		$(plain)/grader/tests/programs/%.c.o $(runtime_library)
	$(call link,-Wl$(comma)--as-needed $(runtime_libs) -ldl)

$(static_programs): $(SHIPPED)/tests/programs/%: $(plain)/grader/tests/programs/%.c.o
	$(call link,-static -lpthread)

$(oracle_programs): $(SHIPPED)/oracle/%: $(plain)/runtime/oracle/%.c.o $(runtime_library)
	$(call link,$(runtime_libs))

$(runtime_benches): $(SHIPPED)/bench/runtime/%: $(plain)/runtime/bench/%.c.o $(runtime_library)
	$(call link,$(runtime_libs))

$(grader_benches): $(BUILD)/bench/grader/%: $(ours)/grader/bench/%.c.o $(grader_library)
	$(call link,$(grader_libs))

# With the flags of the grader's own compiling (grader/run/compile.c): a header
# precompiled with others would be passed over, and not be wrong.
$(precompiled_header): runtime/include/async.h $(SHIPPED)/settings | build/libraries
	mkdir -p $(@D)
	$(CC) $(language) -g -O0 -pthread -Iruntime/include $(runtime_cflags) \
		-MMD -MP -MF $@.d -x c-header -o $@ $<

# Whoever includes it twice is led to this file, which has to be there.
$(precompiled_header:.gch=):
	mkdir -p $(@D)
	printf '#ifndef ASYNC_H\n#include_next <async.h>\n#endif\n' >$@

# Its time changes when a flag changes, or a source comes or goes.
$(sort $(SHIPPED)/settings $(BUILD)/settings): always
	mkdir -p $(@D)
	printf '%s\n' '$(CC) $(CPPFLAGS) $(language) $(warnings) $(CFLAGS) $(LDFLAGS)' \
		'$(our_sources)' >$@.new
	if cmp -s $@.new $@; then rm $@.new; else mv $@.new $@; fi

always:
.PHONY: always

# One sentence in place of a hundred compiler errors.
build/libraries: Makefile
	mkdir -p $(@D)
	command -v pkg-config >/dev/null || {
		echo 'pkg-config is missing here: run `make setup`.' >&2
		exit 1
	}
	missing=$$(for library in $(GRADER_LIBRARIES) $(TEST_LIBRARIES); do
		pkg-config --exists $$library || echo $$library
	done)
	[ -z "$$missing" ] || {
		echo "A library that this needs is missing ("$$missing'): run `make setup`.' >&2
		exit 1
	}
	touch $@

# Editors ask this file for the flags of each source (see .clangd).
$(BUILD)/compile_commands.json: Makefile $(BUILD)/settings | build/libraries
	comma='['
	entries() {
		flags=$$1
		shift
		for file; do
			printf '%s\n{"directory": "%s", "file": "%s", "command": "%s"}' "$$comma" \
				'$(CURDIR)' "$$file" "$(CC) $(language) $(warnings) $(CFLAGS) $$flags -c $$file"
			comma=,
		done
	}
	{
		entries '$(strip $(flags_runtime))' $(filter-out runtime/library/%,\
			$(filter runtime/%.c,$(our_sources) $(test_sources) $(oracle_sources)))
		$(foreach part,$(parts),
		entries '$(strip $(flags_runtime) $(call part_cflags,$(part)))' \
			$(filter runtime/library/$(part)/%.c,$(our_sources) $(test_sources)))
		entries '$(strip $(flags_grader))' \
			$(filter grader/%,$(our_sources) $(test_sources))
		entries '-Iruntime/include -Werror=unused-result' $(learner_sources)
		printf '\n]\n'
	} >$@

# Before anybody works on them, and when their author has changed them: `course reset`
# puts these back.
$(SHIPPED)/handed_out: $(course) $(filter %/exercise.md solutions/%,$(course_files))
	$< reset --keep --root .
	touch $@

# What the programs of the lessons do (grader/rehearsal/recorded_runs.h). Only those are
# run of which something has changed. Where they cannot be run, or do not do what their
# lesson shows, there is a course all the same: whoever needs a run then makes it.
$(BUILD)/recorded_runs: $(course) $(runtime_library) $(part_libraries) $(part_table) \
		$(precompiled_header) $(clock_library) $(call find,runtime/include,*.h) \
		$(course_files)
	$< rehearse --root . --into $@ || touch $@

# The command knows its own manual.
$(BUILD)/course.1: $(course)
	$< help --man >$@

compile_commands.json: $(BUILD)/compile_commands.json ## writes build/compile_commands.json, which tells editors the flags
.PHONY: compile_commands.json

-include $(wildcard $(precompiled_header).d $(foreach folder,$(sort $(plain) $(ours) $(SHIPPED)/shared),\
	$(patsubst %,$(folder)/%.d,$(our_sources) $(test_sources) $(oracle_sources))))

# Set-up ----------------------------------------------------------------------

setup: setup-library ## installs what is missing (apt-get, with sudo when not root)

setup-library: setup-core ## installs what the optional parts of the runtime need
	$(if $(strip $(LIBRARY_PACKAGES)),$(call install_packages,$(LIBRARY_PACKAGES)),exit 0)
	echo "Going on without$$missing; lessons that need it are left out ($$why)."

setup-core: ## installs only what nothing can be built without
	$(call install_packages,$(CORE_PACKAGES))
	# Perhaps all is there that is needed, come by another way.
	missing=
	command -v $(CC) >/dev/null || missing='a C compiler, '
	if command -v pkg-config >/dev/null; then
		for library in $(GRADER_LIBRARIES) $(TEST_LIBRARIES); do
			pkg-config --exists $$library || missing="$$missing$$library, "
		done
	else
		missing="$${missing}pkg-config, $(subst $(space),$(comma) ,$(strip \
			$(GRADER_LIBRARIES) $(TEST_LIBRARIES))), "
	fi
	[ -z "$$missing" ] || {
		echo "Please install $${missing%, } (libraries with their headers): $$why." >&2
		exit 1
	}

setup-test: setup ## as setup, and what only the tests need
	$(call install_packages,$(TEST_PACKAGES))
	echo "Going on without$$missing; the tests say what they leave out ($$why)."

setup-bench: setup ## as setup, and whom the benchmarks measure beside us
	$(call install_packages,$(BENCH_PACKAGES))
	echo "Going on without$$missing; the benchmarks say whom they leave out ($$why)."
.PHONY: setup setup-core setup-library setup-test setup-bench

# $(call install_packages,PACKAGES): leaves the recipe when all are there; goes on
# in it with those that are `missing`, and `why`.
define install_packages
there=" $$(dpkg-query -W -f '$${db:Status-Status}:$${Package} ' $(1) 2>/dev/null || :)"
missing=
for package in $(1); do
	case $$there in
	*" installed:$$package "*) ;;
	*) missing="$$missing $$package" ;;
	esac
done
[ -n "$$missing" ] || exit 0
root=env
[ "$$(id -u)" = 0 ] || root='sudo env'
if ! command -v apt-get >/dev/null; then
	why='there is no apt-get here, and make setup knows no other package manager'
elif ! command -v $${root%% *} >/dev/null; then
	why="there is no sudo here, so root has to run apt-get install$$missing"
else
	echo "Installing$$missing"
	mkdir -p build
	apt="$$root DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=120 \
		-o Acquire::Retries=3"
	install="$$apt install -y --no-install-recommends"
	# A list may be in another's hands, or older than what is fetched by it: once more.
	# And what there is none of here keeps nobody from having the others.
	if {
		{ $$apt update || :; $$install $$missing; } ||
			{ $$apt update || :; $$install $$missing; } || {
			left=
			for package in $$missing; do $$install $$package || left="$$left $$package"; done
			missing=$$left
			[ -z "$$missing" ]
		}
	} >build/setup.log 2>&1 </dev/null; then
		exit 0
	fi
	tail -n 3 build/setup.log >&2
	why='apt-get could not do it, see build/setup.log'
fi
endef

# The main job ----------------------------------------------------------------

# EXERCISE/WRONG_ANSWER
SHOWN := async_resource/twice_as_slow async_counter/one_too_few log_tail/buffered_writer

start: ## sets up, builds, and judges a right and a wrong answer of three exercises
	$(MAKE) --no-print-directory setup
	echo 'Building …'
	$(build) all
	$(MAKE) --no-print-directory main-job
.PHONY: start

# A solution must be found right (status 0), a wrong answer not right (1).
main-job: $(course)
	surprises=0
	bold= plain=
	if [ -t 1 ] && [ -z "$${NO_COLOR:-}" ]; then
		bold=$$(printf '\033[1m') plain=$$(printf '\033[0m')
	fi
	judge() { # STATUS WHAT EXERCISE OPTION…
		expected=$$1
		printf '\n%s── %s: %s%s\n' "$$bold" "$$3" "$$2" "$$plain"
		shift 2
		printf '$$ course check %s\n\n' "$$*"
		status=0
		$(course) check "$$@" || status=$$?
		if [ $$status -ne $$expected ]; then
			echo "This should have ended with status $$expected, and did with $$status." >&2
			surprises=$$((surprises + 1))
		fi
	}
	for shown in $(SHOWN); do
		exercise=$${shown%/*}
		judge 0 'the reference solution' $$exercise --file solutions/$$exercise
		judge 1 'a wrong answer' $$exercise --file solutions/$$exercise \
			--file exercises/$$exercise/wrong/$${shown#*/}
	done
	[ $$surprises -eq 0 ] || {
		printf '\n%s\n' "$$surprises of these verdicts should have been another." >&2
		exit 1
	}
	printf '\n%s\n' 'The solutions are right and the wrong answers are not, as it should be.' \
		'Now it is yours: build/course says where to begin.'
.PHONY: main-job

# Tests -----------------------------------------------------------------------

# A make that uses all processors, unless it already shares those of its caller.
build = $(MAKE) --no-print-directory $(if $(filter -j%,$(MAKEFLAGS)),,-j$(JOBS)) -Otarget
run := grader/tests/run

test: ## sets up, builds, and runs every test; T=NAME: those with NAME in theirs
	+$(call count,$(if $(T),units,units warnings sanitize sanitize-clang sanitize-thread \
		valgrind lint))

test-warnings: ## compiles all with gcc and with clang, warnings as errors
	+$(call count,warnings)

test-sanitize: ## runs the tests under sanitizers; SANITIZE=thread, CC=clang
	+$(call count,sanitize)

test-valgrind: ## runs the tests of the runtime under valgrind
	+$(call count,valgrind)

lint: ## checks layout (clang-format) and style (clang-tidy)
	+$(call count,lint)
.PHONY: test test-warnings test-sanitize test-valgrind lint

# +$(call count,PARTS): runs parts of the tests; the last line is the count. (Make
# does not see that there is a make in it: hence the +, here and below.)
#
# When a recipe fails, make has the last word. It ends with a failure too, but
# without a word, when it gets SIGQUIT, provided that it is listening.
define count
failed() {
	if [ $(MAKELEVEL) = 0 ] && grep -q '^SigCgt:.*[4-7c-f]$$' /proc/$$PPID/status; then
		kill -QUIT $$PPID
		sleep 0.2 # so that make is still waiting for this when it hears it
		exit 0
	fi 2>/dev/null
	exit 1
}
$(MAKE) --no-print-directory setup-test || {
	echo '0 passed, 1 failed'
	failed
}
MAKE='$(MAKE)' $(run) parts $(1) || failed
endef

ROOMS := runtime grader
TEST_UNDER := plain
UNDER :=
# Two at a time: the tests of the clock keep processors busy of their own accord.
TEST_JOBS := 2
# Far longer than any takes: only what hangs is stopped.
TEST_SECONDS := 900
TITLE = Tests, $(CC)

wanted = $(if $(T),$(foreach test,$(1),$(if \
	$(findstring $(basename $(notdir $(T))),$(notdir $(test))),$(test))),$(1))
room_programs = $(if $(filter grader,$(ROOMS)),built $(programs) $(part_programs))
room_tests = $(call wanted,$(foreach room,$(ROOMS),$($(room)_tests)) \
	$(if $(filter runtime,$(ROOMS)),$(part_tests)))
# Under valgrind the shell would be looked at, and not what it calls.
room_scripts = $(if $(UNDER),,$(call wanted,$(wildcard $(ROOMS:%=%/tests/test_*.sh)) \
	$(if $(filter grader,$(ROOMS)),$(foreach part,$(parts),\
	$(wildcard runtime/library/$(part)/tests/test_*.sh)))))

test_environment = COURSE_ROOT='$(CURDIR)' BUILD='$(CURDIR)/$(BUILD)' \
	COURSE='$(CURDIR)/$(course)' PROGRAMS='$(CURDIR)/$(SHIPPED)/tests/programs' CC='$(CC)' \
	TEST_UNDER='$(TEST_UNDER)' UNDER='$(UNDER)' TEST_JOBS='$(TEST_JOBS)' \
	TEST_SECONDS='$(TEST_SECONDS)' LOGS='$(BUILD)/tests/logs/$(TEST_UNDER)' \
	UBSAN_OPTIONS=print_stacktrace=1

# A test that does not build fails alone; the rest is run.
part-units:
	+$(run) title '$(TITLE)'
	$(build) $(or $(room_programs),$(tested_runtime))
	# What is left of an earlier build would pass in its place.
	$(build) -k $(or $(strip $(room_tests)),$(tested_runtime)) || for test in $(room_tests); do
		$(MAKE) --no-print-directory -q $$test 2>/dev/null || rm -f $$test
	done
	$(if $(filter runtime,$(ROOMS)),$(foreach part,$(parts_left_out),
	$(run) skip 'the part $(part)' 'run `make setup-library` to have it'))
	exec env $(test_environment) $(run) tests $(room_tests) $(room_scripts)

part-warnings:
	+$(run) title 'Warnings as errors'
	for compiler in gcc clang; do
		if command -v $$compiler >/dev/null; then
			$(run) check "all sources, $$compiler" \
				$(build) -k CC=$$compiler WERROR=1 BUILD=build/warnings-$$compiler objects
		else
			$(run) skip "all sources, $$compiler" "there is no $$compiler here"
		fi
	done

part-sanitize: SANITIZE := $(or $(SANITIZE),address$(comma)undefined)
part-sanitize:
	+$(call under_sanitizers,$(CC),$(ROOMS))

# The other compiler has other ideas of what a setjmp may keep in a register.
part-sanitize-clang: SANITIZE := address,undefined
part-sanitize-clang:
	+$(call under_sanitizers,clang,runtime)

# Threads, and loops in several of them.
part-sanitize-thread: SANITIZE := thread
part-sanitize-thread:
	+$(call under_sanitizers,$(CC),runtime)

# $(call under_sanitizers,COMPILER,ROOMS)
define under_sanitizers
if echo 'int main(void) { }' | $(1) -fsanitize=$(SANITIZE) -x c - -o /dev/null 2>/dev/null; then
	$(MAKE) --no-print-directory part-units CC=$(1) SANITIZE=$(SANITIZE) ROOMS='$(2)' \
		TEST_UNDER=sanitize TITLE='Sanitizers ($(SANITIZE)), $(1)'
else
	$(run) title 'Sanitizers ($(SANITIZE)), $(1)'
	$(run) skip '$(2)' 'there is no $(1) here that has them'
fi
endef

part-valgrind:
	if command -v valgrind >/dev/null; then
		$(MAKE) --no-print-directory part-units ROOMS=runtime TEST_UNDER=valgrind \
			TITLE='valgrind, $(CC)' \
			UNDER='valgrind --quiet --error-exitcode=99 --leak-check=full'
	else
		$(run) title valgrind
		$(run) skip runtime 'there is no valgrind here'
	fi

part-lint:
	+$(run) title 'Layout and style'
	case $$(clang-format --version 2>/dev/null) in
	*'version 14.'*) $(run) check clang-format $(build) layout ;;
	*) $(run) skip clang-format 'there is no clang-format 14 here' ;;
	esac
	case $$(clang-tidy --version 2>/dev/null) in
	*'version 14.'*) $(run) check clang-tidy $(build) -k tidy ;;
	*) $(run) skip clang-tidy 'there is no clang-tidy 14 here' ;;
	esac

.PHONY: part-units part-warnings part-sanitize part-sanitize-clang part-sanitize-thread \
	part-valgrind part-lint

objects: $(patsubst %,$(plain)/%.o,$(filter-out $(preload_sources),$(our_sources) $(test_sources)))
objects: $(preload_sources:%=$(SHIPPED)/shared/%.o)
.PHONY: objects

# Not the headers of the syntax: there, each macro is laid out to be read.
formatted = $(call find,grader runtime/src runtime/library runtime/tests runtime/bench solutions,\
	*.c *.h)
headers := $(call find,runtime grader,*.h)

# What clang-format cannot know of our words (see .clang-format).
words := async async_declare async_define await yield raise raise_from exception_class \
	generator async_generator context_manager async_context_manager \
	async_iterator async_iterable
define lay_out
clang-format "$$file" | if grep -q '^#include <async' "$$file"; then
	sed -E '/^[[:space:]]*#/! s/(^|[^"[:alnum:]_])($(subst $(space),|,$(strip $(words))))\(/\1\2 (/g' |
		sed -zE 's/\}\n\t*(end_with|end_try|except \(|finally\>)/} \1/g; s/(\} finally)\n\t*\{/\1 {/g'
else
	cat
fi
endef

layout:
	status=0
	for file in $(formatted); do
		($(lay_out)) | cmp -s - "$$file" || {
			echo "$$file: make format would lay it out in another way"
			status=1
		}
	done
	exit $$status

format: ## lays out the C files as .clang-format says; FILES=… only these
	mkdir -p build
	for file in $(or $(FILES),$(formatted)); do
		($(lay_out)) >build/laid_out.$$$$
		cmp -s build/laid_out.$$$$ "$$file" || cat build/laid_out.$$$$ >"$$file"
	done
	rm -f build/laid_out.$$$$

# The programs of the tests do on purpose what one should not.
tidy: $(patsubst %,$(BUILD)/tidy/%,$(filter-out $(program_sources),$(filter %.c,\
	$(our_sources) $(test_sources))))
.PHONY: format layout tidy

# An empty file: this source was found tidy.
$(BUILD)/tidy/%: % $(headers) .clang-tidy $(BUILD)/compile_commands.json
	mkdir -p $(@D)
	words=$$(clang-tidy --quiet -p $(BUILD) $< 2>&1) || {
		printf '%s\n' "$$words"
		exit 1
	}
	touch $@

# Measuring -------------------------------------------------------------------

bench: ## runs every benchmark, one after another
	$(MAKE) --no-print-directory setup-bench
	$(build) built $(programs) $(runtime_benches) $(grader_benches) $(part_benches)
	status=0
	for bench in $(runtime_benches) $(grader_benches) $(wildcard */bench/bench_*.sh) \
			$(foreach part,$(parts),$(filter $(SHIPPED)/bench/$(part)/bench_%,$(part_benches)) \
			$(wildcard runtime/library/$(part)/bench/bench_*.sh)); do
		$(run) title "$$bench"
		$(test_environment) "$$bench" || status=1
	done
	exit $$status

soak: ## runs the long tests: the same verdict a thousand times
	$(MAKE) --no-print-directory setup
	$(build) built $(programs)
	status=0
	for soak in $(wildcard grader/tests/soak*.sh); do
		$(run) title "$$soak"
		$(test_environment) "$$soak" || status=1
	done
	exit $$status

oracle: ## compares timed output with what CPython printed
	$(MAKE) --no-print-directory setup
	$(build) built $(oracle_programs)
	if [ -x runtime/oracle/compare.sh ]; then
		$(test_environment) runtime/oracle/compare.sh
	else
		echo 'There is no runtime/oracle/compare.sh.'
	fi
.PHONY: bench soak oracle

# Installing ------------------------------------------------------------------

installed = $(DESTDIR)$(PREFIX)
completion_bash := share/bash-completion/completions/course
completion_zsh := share/zsh/site-functions/_course
completion_fish := share/fish/vendor_completions.d/course.fish
completions := $(completion_bash) $(completion_zsh) $(completion_fish)

# The course that is installed; ROOT=FOLDER: one of your own.
ROOT := .

# The folders that were not there are noted, so that uninstall can take them away again.
# A learner's work is nobody else's exercise: what is kept as it was handed out (by the
# build, in .course) is installed in its place, and editors' own files are not.
install: all ## installs below PREFIX (/usr/local), inside DESTDIR
	made=$$(LC_ALL=C install -dv '$(installed)' '$(installed)/bin' \
		'$(installed)/lib/course/include' '$(installed)/include/course/async' \
		'$(installed)/share/course' '$(installed)/share/man/man1' \
		$(foreach script,$(completions),'$(installed)/$(dir $(script))') |
		sed -n "s|^install: creating directory '$(installed)/*\(.*\)'|\1|p")
	printf '%s\n' "$$made" | sed 's|^$$|.|' >>'$(installed)/lib/course/folders'
	install -m 755 $(course) '$(installed)/bin'
	install -m 755 $(clock_library) $(heap_library) $(inside) '$(installed)/lib/course'
	install -m 644 $(runtime_library) $(part_libraries) $(part_table) $(BUILD)/recorded_runs \
		'$(installed)/lib/course'
	install -m 644 $(precompiled_header) $(precompiled_header:.gch=) \
		'$(installed)/lib/course/include'
	install -m 644 runtime/include/async.h '$(installed)/include/course'
	install -m 644 runtime/include/async/*.h '$(installed)/include/course/async'
	for part in lessons exercises solutions README.md; do
		[ ! -e '$(ROOT)/'"$$part" ] || cp -R '$(ROOT)/'"$$part" '$(installed)/share/course'
	done
	find '$(installed)/share/course' '(' -name '.*' -o -name '*~' -o -name '#*#' ')' -type f -delete
	for kept in '$(ROOT)'/.course/handed_out/*/*; do
		file=exercises/$${kept#'$(ROOT)'/.course/handed_out/}
		if [ -d '$(ROOT)/'"$${file%/*}" ] && [ -f "$$kept" ] &&
			! cmp -s "$$kept" '$(ROOT)/'"$$file"; then
			install -m 644 "$$kept" '$(installed)/share/course/'"$$file"
			echo "$$file is not as it was handed out: installed is what was." \
				"If its author has changed it: course reset NAME --keep, and again."
		fi
	done
	install -m 644 $(BUILD)/course.1 '$(installed)/share/man/man1'
	$(foreach shell,bash zsh fish,$(course) completion $(shell) \
		>'$(installed)/$(completion_$(shell))';)

uninstall: ## removes what install has put there
	made=$$(tac '$(installed)/lib/course/folders' 2>/dev/null || true)
	rm -f '$(installed)/bin/course' '$(installed)/share/man/man1/course.1' \
		$(completions:%='$(installed)/%')
	rm -rf '$(installed)/lib/course' '$(installed)/include/course' '$(installed)/share/course'
	printf '%s\n' "$$made" | while read -r folder; do
		[ -z "$$folder" ] || rmdir '$(installed)/'"$${folder%.}" 2>/dev/null || true
	done

clean: ## removes all that was built
	rm -rf build

help: ## lists the targets
	sed -n 's/^\([a-z_.-]*\):.*## \(.*\)/\1|\2/p' Makefile | while IFS='|' read -r target says; do
		printf '  make %-21s %s\n' "$$target" "$$says"
	done
	echo
	echo '  CC=clang  WERROR=1  SANITIZE=address,undefined  V=1 (show commands)  JOBS=N'
.PHONY: install uninstall clean help
