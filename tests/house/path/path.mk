# make path: what the article's asynchronous program runs through, from main to epoll_wait and back, without those who listen
# to it. gcov counts, and -finstrument-functions tells in which order. make path FILL=fill writes the map's list anew.
PATH_B := $(B)/path

$(PATH_B)/on_the_path: FORCE
	+@CFLAGS='--coverage -finstrument-functions -DASYNC_UNWATCHED' $(MAKE) --no-print-directory -s CC=gcc B=$(PATH_B) $@-now

$(B)/on_the_path-now: $(T)/house/path/order.o $(B)/demo/article/predict_async.o $(LIBRARY)
	$(call quiet,LINK  $@)$(CC) $(CFLAGS) $^ $(LDLIBS) -o $(B)/on_the_path && touch $@

path: $(B)/kitchen $(PATH_B)/on_the_path
	@sh tests/house/path/path.sh $(B) $(PATH_B) tests/house/path/limits.txt $(FILL)

$(T)/path_test.sh: $(B)/kitchen $(PATH_B)/on_the_path
	@mkdir -p $(@D)
	@printf '#!/bin/sh\nexec sh tests/house/path/path_test.sh $(B) $(PATH_B)\n' >$@ && chmod +x $@
.PHONY: path
