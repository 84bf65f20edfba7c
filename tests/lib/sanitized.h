/* sanitized.h - SANITIZED: does AddressSanitizer, which takes memory of its own, watch this build? */
#ifndef TESTS_LIB_SANITIZED_H
#define TESTS_LIB_SANITIZED_H

#if defined __has_feature /* clang */
#define SANITIZED __has_feature(address_sanitizer)
#elif defined __SANITIZE_ADDRESS__ /* gcc */
#define SANITIZED 1
#else
#define SANITIZED 0
#endif

#endif
