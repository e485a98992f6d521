/** One shape for everything that can go wrong with a request, whichever part of the server refused it. */
export interface ApiError {
  /** HTTP status; 0 when no answer came. */
  status: number;
  code: string;
  message: string;
  fields: Record<string, FieldError[]>;
  /** With an edit that came too late: the record as it is now. */
  current?: unknown;
}

export interface FieldError {
  code: string;
  message: string;
}

export function toApiError(status: number, body: unknown): ApiError {
  if (isApiBody(body)) return { ...body, status, fields: body.fields ?? {} };
  return { status, code: status === 0 ? 'unreachable' : 'unexpected', message: '', fields: {} };
}

export function isApiError(value: unknown): value is ApiError {
  return isObject(value) && typeof value.status === 'number' && typeof value.code === 'string';
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function isApiBody(body: unknown): body is Omit<ApiError, 'fields' | 'status'> & Partial<ApiError> {
  return isObject(body) && typeof body.code === 'string' && typeof body.message === 'string';
}
