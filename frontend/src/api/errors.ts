/** One shape for everything that can go wrong with a request, whichever part of the server refused it. */
export interface ApiError {
  /** HTTP status; 0 when no answer came. */
  status: number;
  code: string;
  message: string;
  fields: Record<string, FieldError[]>;
}

export interface FieldError {
  code: string;
  message: string;
}

/** The accounts API has a list of its own: `{errors: [{code, message, param?}]}`. */
interface AccountErrors {
  errors: { code: string; message: string; param?: string }[];
}

export function toApiError(status: number, body: unknown): ApiError {
  if (isAccountErrors(body)) {
    const fields: ApiError['fields'] = {};
    for (const { param, code, message } of body.errors) {
      if (param) (fields[param] ??= []).push({ code, message });
    }
    const general = body.errors.find((error) => !error.param);
    return {
      status,
      code: general?.code ?? 'validation_failed',
      message: general?.message ?? '',
      fields,
    };
  }
  if (isApiBody(body)) return { ...body, status, fields: body.fields ?? {} };
  return { status, code: status === 0 ? 'unreachable' : 'unexpected', message: '', fields: {} };
}

export function isApiError(value: unknown): value is ApiError {
  return isObject(value) && typeof value.status === 'number' && typeof value.code === 'string';
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function isAccountErrors(body: unknown): body is AccountErrors {
  return isObject(body) && Array.isArray(body.errors);
}

function isApiBody(body: unknown): body is Omit<ApiError, 'fields' | 'status'> & Partial<ApiError> {
  return isObject(body) && typeof body.code === 'string' && typeof body.message === 'string';
}
