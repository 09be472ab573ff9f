-- The twin of the SQL Server script. Applicant tracking systems and mail: both are reached through the same outbox as webhooks.

-- How the endpoint is spoken to: events as they are, in the words of an applicant tracking system, or as mail to candidates. A tenant has
-- any number of webhooks, and one of each other kind. Secret: of an applicant tracking system, sealed JSON of what it is called with.
ALTER TABLE WebhookEndpoint ADD COLUMN Kind TEXT NOT NULL DEFAULT 'webhook'
    CONSTRAINT CK_WebhookEndpoint_Kind CHECK (Kind IN ('webhook', 'greenhouse', 'ashby', 'kombo', 'mail'));
-- How an applicant tracking system is told a score; NULL for the other kinds.
ALTER TABLE WebhookEndpoint ADD COLUMN ScoreFormat TEXT NULL
    CONSTRAINT CK_WebhookEndpoint_ScoreFormat CHECK (ScoreFormat IN ('scaled', 'percent'));
CREATE UNIQUE INDEX UX_WebhookEndpoint_Kind ON WebhookEndpoint (TenantId, Kind) WHERE Kind <> 'webhook' AND State <> 'deleted';

-- The applicant tracking system that has ordered an invitation: its events go there too.
ALTER TABLE Invitation ADD COLUMN EndpointId TEXT NULL
    CONSTRAINT FK_Invitation_Endpoint REFERENCES WebhookEndpoint (Id) ON DELETE SET NULL;
CREATE INDEX IX_Invitation_Endpoint ON Invitation (EndpointId) WHERE EndpointId IS NOT NULL;

-- What an applicant tracking system has ordered; an invitation with what is needed to know it again and to answer.
CREATE TABLE AtsOrder
(
    Seq INTEGER NOT NULL PRIMARY KEY,
    InvitationId TEXT NOT NULL,
    TenantId TEXT NOT NULL,
    Ats TEXT NOT NULL,
    -- What tells a repeated order; NULL when another order has taken its place.
    OrderKey TEXT NULL,
    -- Where the result goes: an address at Greenhouse, an integration of Kombo's; NULL where the connection tells it.
    ReplyTo TEXT NULL,
    -- Milliseconds since 1970, of the last update that Ashby was sent: they must rise.
    LastTimestamp INTEGER NOT NULL,
    -- When the applicant tracking system has cancelled it: it need not be told.
    CancelledAt TEXT NULL,
    CreatedAt TEXT NOT NULL,
    CONSTRAINT PK_AtsOrder UNIQUE (InvitationId),
    CONSTRAINT FK_AtsOrder_Invitation FOREIGN KEY (InvitationId) REFERENCES Invitation (Id) ON DELETE CASCADE,
    CONSTRAINT FK_AtsOrder_Tenant FOREIGN KEY (TenantId) REFERENCES Tenant (Id),
    CONSTRAINT CK_AtsOrder_Ats CHECK (Ats IN ('greenhouse', 'ashby', 'kombo'))
) STRICT;
CREATE UNIQUE INDEX UX_AtsOrder_Key ON AtsOrder (TenantId, Ats, OrderKey) WHERE OrderKey IS NOT NULL;

-- For what was told of an order, when it is told once more.
CREATE INDEX IX_WebhookDelivery_Subject ON WebhookDelivery (EndpointId, Subject);
