/* sanitized.h - SANITIZED: does a sanitizer, which takes memory of its own, watch this build? And
 * ADDRESSES_WATCHED: is it AddressSanitizer? */
#ifndef TESTS_LIB_SANITIZED_H
#define TESTS_LIB_SANITIZED_H

#if defined __has_feature /* clang */
#define SANITIZED         (__has_feature(address_sanitizer) || __has_feature(thread_sanitizer))
#define ADDRESSES_WATCHED __has_feature(address_sanitizer)
#elif defined __SANITIZE_ADDRESS__ || defined __SANITIZE_THREAD__ /* gcc */
#define SANITIZED 1
#else
#define SANITIZED 0
#endif

#ifndef ADDRESSES_WATCHED
#ifdef __SANITIZE_ADDRESS__
#define ADDRESSES_WATCHED 1
#else
#define ADDRESSES_WATCHED 0
#endif
#endif

#endif
