namespace Hidori.Server.Ui;

/// <summary>What a <see cref="MessagePage"/> says: 400, 403, 404, 413, 429, 500, 503.</summary>
public enum MessageKind { FormStale, Forbidden, NotFound, TooLarge, TooManyRequests, Error, Busy }
