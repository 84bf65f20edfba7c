/* live.c - the live view, a program on the same loop. Its only task waits for a key or for the time of the
 * next frame. It only shows the two records, at a moment that moves on and that keys change. */
#define _DEFAULT_SOURCE /* TIOCGWINSZ, the size of the screen: in POSIX only since 2024 */
#include "coro/io.h"
#include "coro/run.h"
#include "coro/timeout.h"
#include "demo/arguments.h"
#include "demo/restaurant/scene.h"
#include "demo/restaurant/view.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

enum { FRAMES_PER_S = 20, ROWS = 24, SPEED = 4, SPEED_MAX = 1024 };
enum { COLUMNS_MIN = 59, COLUMNS_MAX = 200, KEYS_MAX = 128 };

/* ---- the terminal: changed, and restored whatever happens ---- */

static struct termios kept; /* its former settings; global, because a signal handler restores them */

static const char take_over[] = "\033[?1049h\033[?25l\033[?7l"; /* alternate screen, no cursor, no line wrap */
static const char give_back[] = "\033[0m\033[?7h\033[?25h\033[?1049l";

static bool write_all(const char *text, size_t len)
{
	ssize_t done;

	for (; len > 0; text += done, len -= (size_t)done) {
		done = write(STDOUT_FILENO, text, len);
		if (done <= 0)
			return false;
	}
	return true;
}

static void terminal_restore(void)
{
	write_all(give_back, sizeof give_back - 1);
	tcsetattr(STDIN_FILENO, TCSANOW, &kept);
}

static const int crashes[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGQUIT, SIGHUP};

/* A signal handler may make only async-signal-safe calls; write and tcsetattr are (POSIX, 2.4.3). */
static void on_crash(int signo)
{
	terminal_restore();
	signal(signo, SIG_DFL);
	raise(signo);
}

/* VMIN and VTIME 0: a read without a key returns 0 at once. O_NONBLOCK would have the same effect, but also
 * for the shell's own descriptor. Ctrl-C stays a signal. Ctrl-Z does not: it would leave the terminal in this
 * mode. */
static bool terminal_take(void)
{
	struct termios raw;

	if (tcgetattr(STDIN_FILENO, &kept) < 0)
		return false;
	for (size_t i = 0; i < sizeof crashes / sizeof *crashes; i++)
		if (signal(crashes[i], on_crash) == SIG_IGN)
			signal(crashes[i], SIG_IGN); /* ignored at the start, as with nohup: it stays so */
	raw = kept;
	raw.c_lflag &= ~(tcflag_t)(ICANON | ECHO);
	raw.c_cc[VMIN] = raw.c_cc[VTIME] = 0;
	raw.c_cc[VSUSP] = _POSIX_VDISABLE;
	return tcsetattr(STDIN_FILENO, TCSANOW, &raw) == 0 && write_all(take_over, sizeof take_over - 1);
}

/* ---- the view ---- */

struct live {
	struct io keys;
	struct view *view;
	int64_t t; /* the moment that is shown */
	int speed; /* seconds of the record per second */
	bool paused, quit;
};

/* Reads the size of the screen, without the row of keys. True: it has changed. */
static bool measure(struct view *view)
{
	struct winsize size;
	int rows = view->rows, columns = view->columns;
	bool known = ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_row > 0 && size.ws_col > 0;

	view->rows = (known ? size.ws_row : ROWS) - 1;
	/* The last column is not used: a VT100 wraps the line there. */
	view->columns = known ? size.ws_col - 1 : PICTURE_COLUMNS;
	if (view->columns < COLUMNS_MIN)
		view->columns = COLUMNS_MIN;
	else if (view->columns > COLUMNS_MAX)
		view->columns = COLUMNS_MAX;
	return view->rows != rows || view->columns != columns;
}

/* The length in bytes of the first `rows` rows, or of all if there are fewer. */
static size_t fitting(const char *text, int rows)
{
	const char *end = text, *next;

	for (; rows > 0 && (next = strchr(end, '\n')); rows--)
		end = next + 1;
	return (size_t)(end - text);
}

/* Writes a whole frame at once, from the top left, without clearing the screen, so nothing flickers. Each row
 * erases the rest of its line, and the last row all below it. */
static void draw(struct live *self)
{
	char *text = NULL;
	size_t len = 0;
	FILE *out = open_memstream(&text, &len);

	if (!out)
		return;
	fputs("\033[H", out);
	picture_print(out, self->view, self->t, "\033[K\n");
	fprintf(out, "%*s", KEYS_MAX, ""); /* room for the keys, wherever the text is cut */
	if (fclose(out) == 0) {
		len = fitting(text, self->view->rows);
		len += (size_t)snprintf(text + len, KEYS_MAX, "space %s  s step  + - speed %dx  w words  q quit\033[J",
			self->paused ? "go on" : "pause", self->speed);
		self->quit = self->quit || !write_all(text, len);
	}
	free(text);
}

/* Moves to the next moment at which something happens in either run. */
static void step(struct live *self)
{
	int64_t next = view_end(self->view);

	for (int way = 0; way < WAYS; way++) {
		int64_t t = scene_next(&self->view->runs[way], self->t);

		next = t > self->t && t < next ? t : next;
	}
	self->t = next;
	self->paused = true;
}

static void press(struct live *self, char key)
{
	if (key == 'q')
		self->quit = true;
	else if (key == 'w')
		self->view->field = !self->view->field;
	else if (key == ' ')
		self->paused = !self->paused;
	else if (key == '+' && self->speed < SPEED_MAX)
		self->speed *= 2;
	else if (key == '-' && self->speed > 1)
		self->speed /= 2;
	else if (key == 's')
		step(self);
}

ASYNC_ENTRY(io_ready, struct io *, unsigned);

static async live(struct live *self)
{
	char key;

	ASYNC(enum status err);
	measure(self->view);
	draw(self);
	while (!self->quit && self->t < view_end(self->view)) {
		/* ASYNC_OK: a key can be read. ASYNC_TIMEOUT: the next frame is due. */
		AWAIT_CATCH(my->err, wait_for(NS_PER_S / FRAMES_PER_S, io_ready, &self->keys, LOOP_READ));
		while (read(STDIN_FILENO, &key, 1) == 1)
			press(self, key);
		if (self->keys.watch.ready & LOOP_HUP) /* the terminal is gone */
			break;
		self->keys.watch.ready &= ~(unsigned)LOOP_READ; /* no key is left: wait for the next one */
		if (my->err == ASYNC_TIMEOUT && !self->paused)
			self->t += self->speed * (NS_PER_S / FRAMES_PER_S);
		if (measure(self->view) || my->err == ASYNC_OK || !self->paused)
			draw(self);
	}
	ASYNC_END;
}
ASYNC_ENTRY(live, struct live *);

bool live_show(struct view *view)
{
	struct live self = {.view = view, .speed = SPEED};
	enum status outcome = ASYNC_E_SYSTEM;

	if (loop_open(LOOP_REAL) != 0)
		return false;
	if (io_open(&self.keys, STDIN_FILENO) == 0) {
		if (terminal_take()) {
			outcome = async_run(live, &self);
			terminal_restore();
		}
		io_close(&self.keys);
	}
	loop_close();
	if (outcome == ASYNC_E_SYSTEM)
		arguments_complain(NULL, "this terminal cannot be used");
	return outcome == ASYNC_OK;
}
