/* bytes.c - the kind of each byte, sixteen in a row. */
#include "http/parse/take.h"

enum { O = BYTE_OTHER, C = BYTE_CONTROL, R = BYTE_CR, L = BYTE_LF, S = BYTE_SPACE, N = BYTE_COLON };
enum { E = BYTE_SEMICOLON, T = BYTE_TOKEN, M = BYTE_MARK, A = BYTE_LETTER, H = BYTE_HEX, D = BYTE_DIGIT };

/* clang-format off */
/* Those above 0x7f are not written: they are 0, BYTE_OTHER. */
const unsigned char byte_kinds[256] = {
	C, C, C, C, C, C, C, C, C, S, L, C, C, R, C, C,
	C, C, C, C, C, C, C, C, C, C, C, C, C, C, C, C,
	S, T, O, T, T, T, T, T, O, O, T, T, O, M, M, O, /*   ! " # $ % & ' ( ) * + , - . / */
	D, D, D, D, D, D, D, D, D, D, N, E, O, O, O, O, /* 0 to 9 : ; < = > ? */
	O, H, H, H, H, H, H, A, A, A, A, A, A, A, A, A, /* @ A to O */
	A, A, A, A, A, A, A, A, A, A, A, O, O, O, T, M, /* P to Z [ \ ] ^ _ */
	T, H, H, H, H, H, H, A, A, A, A, A, A, A, A, A, /* ` a to o */
	A, A, A, A, A, A, A, A, A, A, A, O, T, O, M, C, /* p to z { | } ~ DEL */
};
