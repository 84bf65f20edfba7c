/* replay.h - genderize --record-world FILE, and --replay-world FILE: what loop/world.h needs to know of a
 * command. */
#ifndef DEMO_REPLAY_H
#define DEMO_REPLAY_H

/* To be called first. With --record-world: begins the file, with the arguments and what the environment
 * tells; a key in them is shown as x's, as many as it takes in a URL. With --replay-world: argc and argv
 * become those of that run behind its own, as the environment does; --record or --explain may stand beside
 * it. Returns OPTIONS_RUN, or 2, explained on stderr. */
int replay_begin(int *argc, char ***argv);

#endif
